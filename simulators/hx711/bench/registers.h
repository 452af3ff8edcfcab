/* The ATmega328P registers that the bench looks at, as data addresses (datasheet, "Register Summary"), and how
 * simavr is told to let the bench answer for one. */
#ifndef BENCH_REGISTERS_H
#define BENCH_REGISTERS_H

#include <simavr/sim_avr.h>

enum {
	REG_PCIFR = 0x3B, REG_EECR = 0x3F, REG_EEDR = 0x40, REG_EEARL = 0x41, REG_EEARH = 0x42, REG_SMCR = 0x53,
	REG_MCUSR = 0x54, REG_TCCR1B = 0x81, REG_UCSRA = 0xC0, REG_UCSRB = 0xC1, REG_UCSRC = 0xC2, REG_UBRRL = 0xC4,
	REG_UBRRH = 0xC5, REG_UDR = 0xC6,
};

/* Takes a register's writing away from simavr: the function given has to store the value itself. Assigned
 * directly, because avr_register_io_write() would call simavr's own handler as well. */
static inline void take_writes(avr_t *avr, int reg, avr_io_write_t handler, void *context)
{
	avr->io[AVR_DATA_TO_IO(reg)].w.c = handler;
	avr->io[AVR_DATA_TO_IO(reg)].w.param = context;
}

/* Takes a register's reading away from simavr; without a handler, what is stored is read. */
static inline void take_reads(avr_t *avr, int reg, avr_io_read_t handler, void *context)
{
	avr->io[AVR_DATA_TO_IO(reg)].r.c = handler;
	avr->io[AVR_DATA_TO_IO(reg)].r.param = context;
}

/* Writes a register as an instruction would. */
static inline void store(avr_t *avr, int reg, uint8_t value)
{
	avr_io_write_t handler = avr->io[AVR_DATA_TO_IO(reg)].w.c;
	if (handler)
		handler(avr, (avr_io_addr_t)reg, value, avr->io[AVR_DATA_TO_IO(reg)].w.param);
	else
		avr->data[reg] = value;
}

#endif
