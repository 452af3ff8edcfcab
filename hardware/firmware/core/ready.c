#include "ready.h"

#include "config.h"
#include "hal.h"

/* Shared with the interrupt: touched elsewhere only while interrupts are masked, single bytes may be read. */
static volatile uint8_t level;   /* DOUT as last seen */
static volatile uint8_t waiting; /* conversions to be read */
static volatile uint8_t busy;    /* being read or switched off: DOUT says nothing about readiness */
static volatile uint32_t since_us[STEP_CHANNELS];
static volatile uint8_t overwritten[STEP_CHANNELS];

void ready_init(void)
{
	level = 0; /* so that a line is first believed after it has been high */
	waiting = 0;
	busy = 0;
	for (uint8_t c = 0; c < STEP_CHANNELS; c++)
		overwritten[c] = 0;
}

void ready_pins(uint8_t dout, uint32_t t_us)
{
	const uint8_t changed = (uint8_t)((dout ^ level) & ALL_CHANNELS & (uint8_t)~busy);
	const uint8_t rose = changed & dout;
	const uint8_t fell = changed & (uint8_t)~dout;
	const uint8_t lost = rose & waiting;

	level ^= changed;
	waiting = (uint8_t)((waiting & (uint8_t)~rose) | fell);
	for (uint8_t c = 0, bit = 1; c < STEP_CHANNELS; c++, bit = (uint8_t)(bit << 1)) {
		if (fell & bit)
			since_us[c] = t_us;
		if ((lost & bit) && overwritten[c] < UINT8_MAX)
			overwritten[c]++;
	}
}

uint8_t ready_mask(void)
{
	return waiting;
}

static uint8_t index_of(uint8_t converter)
{
	uint8_t c = 0;

	while (converter >>= 1)
		c++;
	return c;
}

bool ready_begin(uint8_t converter, struct readiness *readiness)
{
	const uint8_t c = index_of(converter);
	bool low;

	hal_mask();
	low = (hal_dout() & converter) == 0;
	if (low) {
		readiness->t_us = since_us[c];
		readiness->overwritten = overwritten[c];
		overwritten[c] = 0;
		waiting &= (uint8_t)~converter;
#if !BUG_PHANTOM_READY
		busy |= converter;
#endif
	}
	hal_unmask();
	return low;
}

/*
 * First what the last pulse showed, then what is there now. High and then low: the next conversion became ready
 * meanwhile. Low all the time: not in step, and nothing is believed until the line has been high.
 */
void ready_end(uint8_t converter, bool high)
{
	hal_mask();
	const uint32_t now_us = hal_micros_masked();
	const uint8_t dout = hal_dout();
	busy &= (uint8_t)~converter;
	ready_pins((uint8_t)((dout & (uint8_t)~converter) | (high ? converter : 0u)), now_us);
	ready_pins(dout, now_us);
	hal_unmask();
}

void ready_ignore(uint8_t converter)
{
	hal_mask();
	busy |= converter;
	waiting &= (uint8_t)~converter;
	level &= (uint8_t)~converter;
	overwritten[index_of(converter)] = 0;
	hal_unmask();
}
