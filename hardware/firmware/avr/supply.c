/* The supply, measured the other way round: what the 1.1 V of the bandgap are as a part of it. */
#include <avr/io.h>

#include "avr.h"
#include "hal.h"

#define BANDGAP_MV 1100UL /* 1000 to 1200 from chip to chip */

/* Less than this and the brown-out detector would hold the processor in reset: then the measurement means nothing. */
#define LEAST_MV 2700u

void supply_init(void)
{
	ADMUX = _BV(REFS0) | 0x0E;                                      /* bandgap against the supply */
	ADCSRA = _BV(ADEN) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0) | _BV(ADSC); /* 125 kHz: 0.1 ms a measurement */
}

/* The measurement begun by the last call; begins the next. */
uint16_t hal_supply_mv(void)
{
	const uint16_t measured = ADC;

	if (ADCSRA & _BV(ADSC))
		return 0;
	ADCSRA |= _BV(ADSC);
	if (measured == 0 || measured >= BANDGAP_MV * 1023UL / LEAST_MV)
		return 0;
	return (uint16_t)(BANDGAP_MV * 1023UL / measured);
}

