/* The link over UART0. */
#include "board.h"
#include "clocks.h"
#include "config.h"
#include "irq.h"
#include "link.h"
#include "regs.h"
#include "ring.h"

enum {
	DAMAGED = 0xF00, /* the error bits that the UART hands over with a byte */
	BUSY = 1 << 3,
};

static struct ring to_host, from_host;
static bool lost;

void uart_interrupt(void);

void link_init(void)
{
	const uint32_t divisor_64 = (CLOCK_HZ * 4 + STEP_BAUD / 2) / STEP_BAUD; /* clock / (16 x baud), in 64ths */

	blocks_start(RESET_UART0);
	REG(UART0_IBRD) = divisor_64 >> 6;
	REG(UART0_FBRD) = divisor_64 & 63;
	REG(UART0_LCR_H) = UART_LCR_8_BITS | UART_LCR_FIFO; /* also takes over the divisor */
	REG(UART0_IFLS) = 0; /* refill when 4 of 32 bytes are left, fetch when 4 have come */
	REG(UART0_CR) = UART_CR_ON;
	REG(PAD(PIN_UART_TX)) = PAD_DRIVE_4_MA | PAD_SCHMITT;
	REG(PAD(PIN_UART_RX)) = PAD_INPUT_ENABLE | PAD_PULL_UP | PAD_SCHMITT; /* nothing connected: a quiet line */
	REG(GPIO_CTRL(PIN_UART_TX)) = GPIO_FUNC_UART;
	REG(GPIO_CTRL(PIN_UART_RX)) = GPIO_FUNC_UART;
	REG(UART0_IMSC) = UART_INT_RX | UART_INT_RX_TIMEOUT | UART_INT_TX;
	irq_enable(IRQ_UART0, PRIORITY_LOW);
}

/* Called by the interrupt, and with it held off. The interrupt comes when the FIFO has drained to its mark, so it must
 * have been above it: whoever leaves bytes in the ring leaves the FIFO full. */
static void fill_fifo(void)
{
	while (ring_count(&to_host) > 0 && !(REG(UART0_FR) & UART_FR_TXFF))
		REG(UART0_DR) = ring_take(&to_host);
}

static bool keep(uint8_t byte)
{
	if (ring_room(&from_host) == 0)
		return false;
	ring_put(&from_host, byte);
	return true;
}

static void empty_fifo(void)
{
	while (!(REG(UART0_FR) & UART_FR_RXFE)) {
		uint32_t word = REG(UART0_DR);
		if (lost && !keep(0))
			continue;
		lost = !keep((word & DAMAGED) != 0 ? 0 : (uint8_t)word);
	}
}

void uart_interrupt(void)
{
	REG(UART0_ICR) = UART_INT_RX | UART_INT_RX_TIMEOUT | UART_INT_TX;
	empty_fifo();
	fill_fifo();
}

uint16_t link_room(void) { return ring_room(&to_host); }

/* Only the UART's interrupt is held off meanwhile: those of the converters' pins keep their time. */
void link_put(uint8_t byte)
{
	ring_put(&to_host, byte);
	irq_hold(IRQ_UART0);
	fill_fifo();
	irq_release(IRQ_UART0);
}

bool link_idle(void) { return ring_count(&to_host) == 0; }

bool link_sent(void) { return link_idle() && !(REG(UART0_FR) & BUSY); }

bool link_waiting(void) { return ring_count(&from_host) > 0; }

bool link_get(uint8_t *byte)
{
	if (!link_waiting())
		return false;
	*byte = ring_take(&from_host);
	return true;
}

/* Bytes leave as they are put. */
void link_poll(void) {}
