/* The registers of the RP2040 that this port uses, named as in its datasheet. */
#ifndef RP2040_REGS_H
#define RP2040_REGS_H

#include <stdint.h>

#define REG(address) (*(volatile uint32_t *)(address))
/* Every peripheral register below 0x5000 0000 has aliases that set or clear the written bits in one bus access. */
#define SET_BITS(address) REG((address) + 0x2000u)
#define CLEAR_BITS(address) REG((address) + 0x3000u)
#define BIT(n) (1ul << (n))

#define RESETS_RESET 0x4000C000u
#define RESETS_RESET_DONE 0x4000C008u
#define RESET_IO_BANK0 BIT(5)
#define RESET_IO_QSPI BIT(6)
#define RESET_PADS_BANK0 BIT(8)
#define RESET_PLL_SYS BIT(12)
#define RESET_TIMER BIT(21)
#define RESET_UART0 BIT(22)
#define RESET_PLL_USB BIT(13)
#define RESET_USB BIT(24)

#define PSM_WDSEL 0x40010008u
#define PSM_ALL_BUT_OSCILLATORS 0x0001FFFCu

#define XOSC_CTRL 0x40024000u
#define XOSC_STATUS 0x40024004u
#define XOSC_STARTUP 0x4002400Cu
#define XOSC_1_TO_15_MHZ 0xAA0u
#define XOSC_ENABLE (0xFABu << 12)
#define XOSC_STABLE BIT(31)

#define PLL_SYS 0x40028000u
#define PLL_USB 0x4002C000u
#define PLL_CS(pll) (pll)
#define PLL_PWR(pll) ((pll) + 4u)
#define PLL_FBDIV_INT(pll) ((pll) + 8u)
#define PLL_PRIM(pll) ((pll) + 12u)
#define PLL_LOCK BIT(31)
#define PLL_PWR_PD BIT(0)
#define PLL_PWR_POSTDIVPD BIT(3)
#define PLL_PWR_VCOPD BIT(5)

#define CLK_REF_CTRL 0x40008030u
#define CLK_REF_SELECTED 0x40008038u
#define CLK_SYS_CTRL 0x4000803Cu
#define CLK_SYS_SELECTED 0x40008044u
#define CLK_PERI_CTRL 0x40008048u
#define CLK_USB_CTRL 0x40008054u
#define CLK_REF_SRC_XOSC 2u
#define CLK_SYS_SRC_AUX 1u
#define CLK_ENABLE BIT(11) /* of CLK_PERI_CTRL and CLK_USB_CTRL */

#define WATCHDOG_CTRL 0x40058000u
#define WATCHDOG_LOAD 0x40058004u
#define WATCHDOG_REASON 0x40058008u
#define WATCHDOG_SCRATCH0 0x4005800Cu
#define WATCHDOG_TICK 0x4005802Cu
#define WATCHDOG_TRIGGER BIT(31)
#define WATCHDOG_ENABLE BIT(30)
#define WATCHDOG_REASON_TIMER BIT(0)
#define WATCHDOG_REASON_FORCE BIT(1)
#define WATCHDOG_TICK_ENABLE BIT(9)

#define CHIP_RESET 0x40064008u
#define CHIP_HAD_POR BIT(8)
#define CHIP_HAD_RUN BIT(16)

#define TIMER_ALARM0 0x40054010u
#define TIMER_TIMERAWL 0x40054028u
#define TIMER_INTR 0x40054034u
#define TIMER_INTE 0x40054038u

#define GPIO_CTRL(pin) (0x40014004u + 8u * (pin))
#define GPIO_INTR0 0x400140F0u
#define GPIO_PROC0_INTE0 0x40014100u
#define GPIO_FUNC_UART 2u
#define GPIO_FUNC_SIO 5u
#define GPIO_EDGE_LOW 4u
#define GPIO_EDGE_HIGH 8u
#define PAD(pin) (0x4001C004u + 4u * (pin))
#define PAD_INPUT_ENABLE BIT(6)
#define PAD_DRIVE_4_MA (1ul << 4)
#define PAD_PULL_UP BIT(3)
#define PAD_SCHMITT BIT(1)

#define SIO_GPIO_IN 0xD0000004u
#define SIO_GPIO_OUT_SET 0xD0000014u
#define SIO_GPIO_OUT_CLR 0xD0000018u
#define SIO_GPIO_OE_SET 0xD0000024u

#define UART0_DR 0x40034000u
#define UART0_FR 0x40034018u
#define UART0_IBRD 0x40034024u
#define UART0_FBRD 0x40034028u
#define UART0_LCR_H 0x4003402Cu
#define UART0_CR 0x40034030u
#define UART0_IFLS 0x40034034u
#define UART0_IMSC 0x40034038u
#define UART0_ICR 0x40034044u
#define UART_FR_RXFE BIT(4)
#define UART_FR_TXFF BIT(5)
#define UART_LCR_8_BITS (3ul << 5)
#define UART_LCR_FIFO BIT(4)
#define UART_CR_ON (BIT(0) | BIT(8) | BIT(9))
#define UART_INT_RX BIT(4)
#define UART_INT_TX BIT(5)
#define UART_INT_RX_TIMEOUT BIT(6)

#define GPIO_QSPI_SS_CTRL 0x4001800Cu
#define OUTOVER_LOW (2ul << 8)
#define OUTOVER_HIGH (3ul << 8)
#define OUTOVER_MASK (3ul << 8)
#define SSI_CTRLR0 0x18000000u
#define SSI_CTRLR1 0x18000004u
#define SSI_SSIENR 0x18000008u
#define SSI_SER 0x18000010u
#define SSI_BAUDR 0x18000014u
#define SSI_SR 0x18000028u
#define SSI_DR0 0x18000060u
#define SSI_SR_TFNF BIT(1)
#define SSI_SR_RFNE BIT(3)

/* USB: registers, and the memory that the controller shares. */
#define USB_ADDR_ENDP 0x50110000u
#define USB_MAIN_CTRL 0x50110040u
#define USB_SIE_CTRL 0x5011004Cu
#define USB_SIE_STATUS 0x50110050u
#define USB_BUFF_STATUS 0x50110058u
#define USB_EP_STALL_ARM 0x50110068u
#define USB_MUXING 0x50110074u
#define USB_PWR 0x50110078u
#define USB_INTE 0x50110090u
#define USB_INTS 0x50110098u
#define USB_MAIN_CONTROLLER_EN BIT(0)
#define USB_SIE_EP0_INT_1BUF BIT(29)
#define USB_SIE_PULLUP_EN BIT(16)
#define USB_SIE_SETUP_REC BIT(17)
#define USB_SIE_BUS_RESET BIT(19)
#define USB_MUXING_TO_PHY BIT(0)
#define USB_MUXING_SOFTCON BIT(3)
#define USB_PWR_VBUS_DETECT BIT(2)
#define USB_PWR_VBUS_DETECT_OVERRIDE_EN BIT(3)
#define USB_INT_BUFF_STATUS BIT(4)
#define USB_INT_BUS_RESET BIT(12)
#define USB_INT_SETUP_REQ BIT(16)
#define USB_STALL_EP0 3u /* both directions */
#define USB_DPRAM 0x50100000u
#define USB_DPRAM_SIZE 4096u
#define USB_EP_CONTROL_IN(ep) (USB_DPRAM + 8u * (ep))
#define USB_EP_CONTROL_OUT(ep) (USB_DPRAM + 8u * (ep) + 4u)
#define USB_BUFFER_CONTROL_IN(ep) (USB_DPRAM + 0x80u + 8u * (ep))
#define USB_BUFFER_CONTROL_OUT(ep) (USB_DPRAM + 0x84u + 8u * (ep))
#define USB_EP0_BUFFER 0x100u
#define USB_EP_ENABLE BIT(31)
#define USB_EP_INTERRUPT BIT(29)
#define USB_EP_BULK (2ul << 26)
#define USB_EP_INTERRUPT_TYPE (3ul << 26)
#define USB_BUFFER_FULL BIT(15)
#define USB_BUFFER_DATA1 BIT(13)
#define USB_BUFFER_STALL BIT(11)
#define USB_BUFFER_AVAILABLE BIT(10)
#define USB_BUFFER_LENGTH 0x3FFu

#define ROSC_RANDOMBIT 0x4006001Cu

#define NVIC_ISER 0xE000E100u
#define NVIC_ICER 0xE000E180u
#define NVIC_IPR(irq) (0xE000E400u + ((irq) & ~3u))
#define IRQ_TIMER_0 0u
#define IRQ_USB 5u
#define IRQ_IO_BANK0 13u
#define IRQ_UART0 20u

#endif
