/* The converters' pins, and the interrupt that sees DOUT change. */
#include <avr/interrupt.h>
#include <avr/io.h>

#include "avr.h"
#include "board.h"
#include "config.h"
#include "hal.h"
#include "step.h"

_Static_assert(PIN_DOUT1 == PIN_DOUT0 + 1 && PIN_DOUT2 == PIN_DOUT0 + 2 && PIN_DOUT3 == PIN_DOUT0 + 3, "in order");
_Static_assert(PIN_SCK1 == PIN_SCK0 + 1 && PIN_SCK2 == PIN_SCK0 + 2 && PIN_SCK3 == PIN_SCK0 + 3, "in order");
_Static_assert(PIN_DOUT0 >= 2 && PIN_DOUT3 <= 7, "DOUT is on port D, clear of the serial port");
_Static_assert(PIN_SCK0 >= 8 && PIN_SCK3 <= 13, "PD_SCK is on port B");

#define DOUT_PINS ((uint8_t)(ALL_CHANNELS << DOUT_SHIFT))
#define SCK_PINS ((uint8_t)(ALL_CHANNELS << SCK_SHIFT))

void pins_init(void)
{
	DDRB |= SCK_PINS;   /* low */
	PORTD |= DOUT_PINS; /* pull-ups: a converter that is not there is not ready */
	PCMSK2 = DOUT_PINS; /* pin change interrupt 2 is port D */
	PCICR = _BV(PCIE2);
}

uint8_t hal_dout(void)
{
	return (uint8_t)((uint8_t)(PIND & DOUT_PINS) >> DOUT_SHIFT);
}

void hal_watch(uint8_t converters)
{
	PCMSK2 = (uint8_t)(converters << DOUT_SHIFT);
}

ISR(PCINT2_vect)
{
	const uint32_t now_us = clock_now_us();

	step_pins_changed(hal_dout(), now_us);
}

void hal_sck(uint8_t converter, bool high)
{
	const uint8_t pins = (uint8_t)(converter << SCK_SHIFT);

	if (high)
		PORTB |= pins;
	else
		PORTB &= (uint8_t)~pins;
}

#if BUG_NO_MASKING || BUG_MASKED_READ
#define MASK()
#define UNMASK()
#else
#define MASK() cli()
#define UNMASK() sei()
#endif

/*
 * From PORT to PIN it takes up to 1.5 clocks through the input's synchroniser, and the converter needs 0.1 us, 1.6
 * clocks: four from the rise to the sample are enough. OUT and IN are a clock each, so three of them are waited.
 */
#if BUG_EARLY_SAMPLE
#define SETTLE()
#else
#define SETTLE() __asm__ __volatile__("nop\n\tnop\n\tnop")
#endif

bool hal_pulse(uint8_t converter)
{
	const uint8_t pins = BUG_SHARED_CLOCK ? SCK_PINS : (uint8_t)(converter << SCK_SHIFT);
	const uint8_t dout = (uint8_t)(converter << DOUT_SHIFT);
	const uint8_t low = PORTB & (uint8_t)~pins; /* nothing else changes this port, least of all an interrupt */
	const uint8_t high = low | pins;
	uint8_t level;

	MASK();
	PORTB = high;
	SETTLE();
	level = PIND;
	PORTB = low;
	UNMASK();
	return (level & dout) != 0;
}
