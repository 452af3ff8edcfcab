/* Where everything is connected on a Raspberry Pi Pico. Numbers are GPIO numbers ("GP2"), not positions on the board. */
#ifndef RP2040_BOARD_H
#define RP2040_BOARD_H

#define PIN_UART_TX 0 /* to RX of the USB serial adapter */
#define PIN_UART_RX 1
#define PIN_DOUT 2 /* converter c has DOUT at GP2 + c, all within GP0..GP7 */
#define PIN_SCK 6  /* and PD_SCK at GP6 + c */
#define PIN_REGULATOR 23 /* high: the 3.3 V regulator never pauses, so its ripple is small and out of the way */

#endif
