/* Microseconds: timer 1 at 2 MHz, 16 bits, lengthened by its overflows. It also wakes the processor every 33 ms. */
#include <avr/interrupt.h>
#include <avr/io.h>

#include "avr.h"
#include "config.h"
#include "hal.h"

static volatile uint32_t overflows;
static volatile bool ticked;

ISR(TIMER1_OVF_vect)
{
	overflows++;
	ticked = true;
}

bool clock_has_ticked(void)
{
	const bool has = ticked;

	ticked = false;
	return has;
}

void clock_init(void)
{
	TCCR1A = 0;         /* whatever a boot loader may have left */
	TCCR1B = _BV(CS11); /* 16 MHz / 8 */
	TIMSK1 = _BV(TOIE1);
}

uint32_t clock_now_us(void)
{
	const uint16_t ticks = TCNT1;
	uint32_t over = overflows;

#if !BUG_NONATOMIC_TIME
	/* It may have overflowed since interrupts were masked; before the ticks were read, if they are few. */
	if ((TIFR1 & _BV(TOV1)) && ticks < 0x8000u)
		over++;
#endif
	/*
	 * (over << 16 | ticks) / 2, modulo 2^32: the bit that the shift to the right loses at the top comes back. As
	 * over << 15 it would be a loop of fifteen shifts, 7 us in every interrupt.
	 */
	uint32_t us = (over << 16 | ticks) >> 1;
	if (over & 0x10000u)
		us |= 0x80000000u;
	return us;
}

uint32_t hal_micros(void)
{
#if BUG_NONATOMIC_TIME
	return clock_now_us();
#else
	hal_mask();
	const uint32_t us = clock_now_us();
	hal_unmask();
	return us;
#endif
}

void hal_mask(void)
{
	cli();
}

void hal_unmask(void)
{
	sei();
}
