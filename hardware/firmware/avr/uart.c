/* The serial port: a ring of bytes each way. */
#include <avr/interrupt.h>
#include <avr/io.h>

#include "avr.h"
#include "config.h"
#include "hal.h"

/*
 * To the host: the longest line, and enough before it to keep the line busy while that is written. From the host: the
 * longest command, which may come while a line is being written; so a host that waits for answers never loses a byte.
 */
#define TX_BYTES 128u
#define RX_BYTES 128u

/* The divider nearest to 16 MHz / 8 / baud: 115200 becomes 117647, 2.1 % fast; 500000 is exact. */
#define DIVIDER ((F_CPU + STEP_BAUD * 4ul) / (STEP_BAUD * 8ul) - 1ul)
_Static_assert(F_CPU / (8ul * (DIVIDER + 1ul)) * 100ul < STEP_BAUD * 103ul, "less than 3 % too fast");
_Static_assert(F_CPU / (8ul * (DIVIDER + 1ul)) * 100ul > STEP_BAUD * 97ul, "less than 3 % too slow");

static volatile uint8_t tx[TX_BYTES];
static volatile uint8_t tx_head; /* written next; the main loop's */
static volatile uint8_t tx_tail; /* sent next; the interrupt's */

static volatile uint8_t rx[RX_BYTES];
static volatile uint8_t rx_head; /* the interrupt's */
static volatile uint8_t rx_tail; /* the main loop's */
_Static_assert((TX_BYTES & (TX_BYTES - 1u)) == 0 && (RX_BYTES & (RX_BYTES - 1u)) == 0, "powers of two");

void uart_init(void)
{
	UCSR0A = _BV(U2X0);
	UCSR0C = _BV(UCSZ01) | _BV(UCSZ00); /* 8N1 */
	UBRR0H = (uint8_t)(DIVIDER >> 8);
	UBRR0L = (uint8_t)DIVIDER; /* last: simulators take the rate from here */
	UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
}

/* UDRIE0 goes off with the last byte: the interrupt never comes with an empty ring. */
ISR(USART_UDRE_vect)
{
	const uint8_t at = tx_tail;
	const uint8_t next = (at + 1u) & (TX_BYTES - 1u);

	UDR0 = tx[at];
	tx_tail = next;
	if (next == tx_head)
		UCSR0B &= (uint8_t)~_BV(UDRIE0);
}

/* One byte stays free: a full ring would look like an empty one. */
uint16_t hal_tx_room(void)
{
	return (uint8_t)(tx_tail - tx_head - 1u) & (TX_BYTES - 1u);
}

void hal_tx_put(uint8_t byte)
{
	const uint8_t at = tx_head;

	tx[at] = byte;
	tx_head = (at + 1u) & (TX_BYTES - 1u);
	cli(); /* the interrupt changes the same register */
	UCSR0B |= _BV(UDRIE0);
	sei();
}

bool hal_tx_idle(void)
{
	return tx_tail == tx_head;
}

/*
 * A byte that finds no room spoils the last one that did, and one damaged on its way is told as 0: either way the line
 * it belonged to cannot be taken for another. The last byte of a full ring is not the one being read.
 */
ISR(USART_RX_vect)
{
	const uint8_t status = UCSR0A; /* before the byte */
	const uint8_t byte = UDR0;
	const uint8_t head = rx_head;
	const uint8_t next = (head + 1u) & (RX_BYTES - 1u);

	if (next == rx_tail) {
		rx[(head - 1u) & (RX_BYTES - 1u)] = 0;
		return;
	}
	rx[head] = status & (_BV(FE0) | _BV(DOR0)) ? 0 : byte;
	rx_head = next;
}

bool hal_rx_get(uint8_t *byte)
{
	const uint8_t tail = rx_tail;

	if (tail == rx_head)
		return false;
	*byte = rx[tail];
	rx_tail = (tail + 1u) & (RX_BYTES - 1u);
	return true;
}

bool uart_has_byte(void)
{
	return rx_tail != rx_head;
}
