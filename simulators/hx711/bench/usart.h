/* The serial port, in place of simavr's: true frame length and rate, a transmit buffer of one byte before the
 * shift register, a receive buffer of two bytes behind it, data overrun. */
#ifndef BENCH_USART_H
#define BENCH_USART_H

#include <stdbool.h>
#include <stdint.h>

#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>

#include "level.h"

enum { RX_ROOM = 3 }; /* two bytes of buffer and one that waits in the shift register */

struct usart_counters {
	uint64_t sent, cut_off, received, overruns, unheard;
};

struct usart {
	avr_t *avr;
	avr_uart_t *port;
	struct level data_empty, received;
	bool buffered, sending, receiving;
	uint8_t buffer, sent_byte, received_byte;
	uint64_t sent_at, received_at;
	uint8_t held[RX_ROOM];
	int held_count;
	bool overrun;
	struct usart_counters counters;
	/* called when the stop bit of a byte has ended */
	void (*byte_sent)(void *context, uint64_t at, uint8_t byte);
	/* called when the stop bit of a byte towards the board has ended */
	void (*line_free)(void *context);
	void *context;
};

/* Takes the port over from simavr. */
void usart_init(struct usart *usart, avr_t *avr, void (*byte_sent)(void *, uint64_t, uint8_t),
	void (*line_free)(void *), void *context);

/* After any reset: registers as the datasheet says, what was on the wire is cut off. */
void usart_reset(struct usart *usart);

/* Whether the line towards the board is free for another byte. */
bool usart_line_free(const struct usart *usart);

/* The start bit of a byte arrives now. */
void usart_receive(struct usart *usart, uint8_t byte);

/* Cycles that a byte takes with its start and stop bits, as the registers are set now. */
uint64_t usart_byte_cycles(const struct usart *usart);

/* Bits a second, as the registers are set now. */
double usart_rate(const struct usart *usart);

#endif
