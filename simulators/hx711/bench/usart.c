/* simavr 1.6 counts eleven bits a byte (always a parity bit), computes its rate only when UBRR0L is written,
 * raises UDRE when the byte has left instead of when it has moved on, tells of a byte when it is written, holds
 * 64 received bytes, and by default prints lines and sleeps when a register is polled. All of that matters here:
 * a firmware that would lose bytes or samples on the bench must lose them in the model too. So nothing of
 * simavr's port is used but its interrupt vectors. */
#include "usart.h"

#include <string.h>

#include "clock.h"
#include "fail.h"
#include "registers.h"

enum { /* UCSR0A */ RXC = 0x80, TXC = 0x40, UDRE = 0x20, DOR = 0x08, U2X = 0x02, MPCM = 0x01 };
enum { /* UCSR0B */ RXEN = 0x10, TXEN = 0x08, UCSZ2 = 0x04 };
enum { /* UCSR0C */ PARITY = 0x30, TWO_STOPS = 0x08, RESET_UCSRC = 0x06 };

static uint8_t reg(const struct usart *usart, int address)
{
	return usart->avr->data[address];
}

static uint64_t bit_cycles(const struct usart *usart)
{
	unsigned divider = reg(usart, REG_UBRRL) | (reg(usart, REG_UBRRH) & 0x0Fu) << 8;
	return (uint64_t)(divider + 1) * (reg(usart, REG_UCSRA) & U2X ? 8 : 16);
}

uint64_t usart_byte_cycles(const struct usart *usart)
{
	uint8_t frame = reg(usart, REG_UCSRC);
	unsigned data = reg(usart, REG_UCSRB) & UCSZ2 ? 9 : 5 + (frame >> 1 & 3u);
	unsigned bits = 1 + data + (frame & PARITY ? 1 : 0) + (frame & TWO_STOPS ? 2 : 1);
	return bits * bit_cycles(usart);
}

double usart_rate(const struct usart *usart)
{
	return CPU_HZ / (double)bit_cycles(usart);
}

static bool data_empty(void *context)
{
	const struct usart *usart = context;
	return !usart->buffered && (reg(usart, REG_UCSRB) & TXEN);
}

static bool data_received(void *context)
{
	const struct usart *usart = context;
	return usart->held_count > 0;
}

/* Sets the flags as they are now, and the interrupts that follow from them. */
static void update(struct usart *usart)
{
	uint8_t flags = reg(usart, REG_UCSRA) & (TXC | U2X | MPCM);
	if (usart->held_count > 0)
		flags |= RXC;
	if (!usart->buffered)
		flags |= UDRE;
	if (usart->overrun)
		flags |= DOR;
	usart->avr->data[REG_UCSRA] = flags;
	level_update(&usart->data_empty);
	level_update(&usart->received);
}

static avr_cycle_count_t byte_left(avr_t *avr, avr_cycle_count_t when, void *context);

static void shift_out(struct usart *usart, uint64_t from)
{
	usart->buffered = false;
	usart->sending = true;
	usart->sent_byte = usart->buffer;
	usart->sent_at = from + usart_byte_cycles(usart);
	avr_cycle_timer_register(usart->avr, usart->sent_at - usart->avr->cycle, byte_left, usart);
}

static avr_cycle_count_t byte_left(avr_t *avr, avr_cycle_count_t when, void *context)
{
	struct usart *usart = context;
	(void)when;
	usart->sending = false;
	usart->counters.sent++;
	usart->byte_sent(usart->context, usart->sent_at, usart->sent_byte);
	if (usart->buffered)
		shift_out(usart, usart->sent_at);
	else
		avr_raise_interrupt(avr, &usart->port->txc);
	update(usart);
	return 0;
}

static void write_data(avr_t *avr, avr_io_addr_t address, uint8_t value, void *context)
{
	struct usart *usart = context;
	(void)address;
	if (!(avr->data[REG_UCSRB] & TXEN) || usart->buffered)
		return; /* the datasheet: ignored unless the transmitter is on and UDRE is set */
	usart->buffer = value;
	usart->buffered = true;
	if (!usart->sending)
		shift_out(usart, avr->cycle);
	update(usart);
}

static uint8_t read_data(avr_t *avr, avr_io_addr_t address, void *context)
{
	struct usart *usart = context;
	if (usart->held_count > 0) {
		avr->data[address] = usart->held[0];
		memmove(usart->held, usart->held + 1, RX_ROOM - 1);
		usart->held_count--;
		usart->overrun = false;
		update(usart);
	}
	return avr->data[address];
}

static void write_flags(avr_t *avr, avr_io_addr_t address, uint8_t value, void *context)
{
	struct usart *usart = context;
	uint8_t kept = avr->data[address] & TXC;
	if ((value & TXC) && kept) {
		avr_clear_interrupt(avr, &usart->port->txc);
		kept = 0;
	}
	avr->data[address] = kept | (value & (U2X | MPCM));
	update(usart);
}

static void write_control(avr_t *avr, avr_io_addr_t address, uint8_t value, void *context)
{
	struct usart *usart = context;
	avr->data[address] = value;
	if (!(value & RXEN)) {
		usart->held_count = 0;
		usart->overrun = false;
	}
	update(usart);
}

static void take_over(struct usart *usart)
{
	take_writes(usart->avr, REG_UDR, write_data, usart);
	take_reads(usart->avr, REG_UDR, read_data, usart);
	take_writes(usart->avr, REG_UCSRA, write_flags, usart);
	take_reads(usart->avr, REG_UCSRA, NULL, NULL);
	take_writes(usart->avr, REG_UCSRB, write_control, usart);
	take_writes(usart->avr, REG_UBRRL, NULL, NULL);
}

void usart_init(struct usart *usart, avr_t *avr, void (*byte_sent)(void *, uint64_t, uint8_t),
	void (*line_free)(void *), void *context)
{
	*usart = (struct usart){.avr = avr, .byte_sent = byte_sent, .line_free = line_free, .context = context};
	for (avr_io_t *io = avr->io_port; io; io = io->next)
		if (strcmp(io->kind, "uart") == 0)
			usart->port = (avr_uart_t *)io;
	if (!usart->port || usart->port->r_udr != REG_UDR)
		fail(EXIT_FAILED, "this simavr has no USART0 at 0x%X: the bench is made for the ATmega328P", REG_UDR);
	take_over(usart);
	level_init(&usart->data_empty, avr, &usart->port->udrc, data_empty, usart);
	level_init(&usart->received, avr, &usart->port->rxc, data_received, usart);
}

void usart_reset(struct usart *usart)
{
	usart->counters.cut_off += (uint64_t)usart->sending + (uint64_t)usart->buffered;
	usart->sending = usart->buffered = usart->receiving = usart->overrun = false;
	usart->held_count = 0;
	/* simavr's own reset leaves TXEN set, "to allow printf without fiddling" */
	usart->avr->data[REG_UCSRA] = UDRE;
	usart->avr->data[REG_UCSRB] = 0;
	usart->avr->data[REG_UCSRC] = RESET_UCSRC;
}

bool usart_line_free(const struct usart *usart)
{
	return !usart->receiving;
}

static void hold(struct usart *usart, uint8_t byte)
{
	if (!(reg(usart, REG_UCSRB) & RXEN)) {
		usart->counters.unheard++;
	} else if (usart->held_count == RX_ROOM) {
		usart->counters.overruns++;
		usart->overrun = true;
	} else {
		usart->counters.received++;
		usart->held[usart->held_count++] = byte;
	}
	update(usart);
}

static avr_cycle_count_t byte_arrived(avr_t *avr, avr_cycle_count_t when, void *context)
{
	struct usart *usart = context;
	(void)avr, (void)when;
	usart->receiving = false;
	hold(usart, usart->received_byte);
	usart->line_free(usart->context);
	return 0;
}

void usart_receive(struct usart *usart, uint8_t byte)
{
	avr_t *avr = usart->avr;
	/* a timer comes a few cycles late, but bytes that follow each other do not */
	bool follows = avr->cycle - usart->received_at < bit_cycles(usart);
	usart->received_at = (follows ? usart->received_at : avr->cycle) + usart_byte_cycles(usart);
	usart->receiving = true;
	usart->received_byte = byte;
	avr_cycle_timer_register(avr, usart->received_at - avr->cycle, byte_arrived, usart);
}
