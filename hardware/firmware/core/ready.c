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
	uint8_t fell = changed & (uint8_t)~dout;
	uint8_t lost = rose & waiting;

	level ^= changed;
	waiting = (uint8_t)((waiting & (uint8_t)~rose) | fell);
	for (uint8_t c = 0; (fell | lost) != 0; c++) { /* mostly nothing, or one */
		if (fell & 1u)
			since_us[c] = t_us;
		if ((lost & 1u) && overwritten[c] < UINT8_MAX)
			overwritten[c]++;
		fell >>= 1;
		lost >>= 1;
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

/* Its DOUT carries bits, not readiness: neither believe it nor be called for every one of them. */
static void look_away(uint8_t converter)
{
	busy |= converter;
	hal_watch(ALL_CHANNELS & (uint8_t)~busy);
}

bool ready_begin(uint8_t converter, struct readiness *readiness)
{
	const uint8_t c = index_of(converter);

	hal_mask();
	const bool low = (hal_dout() & converter) == 0;
	if (low) {
		readiness->t_us = since_us[c];
		readiness->overwritten = overwritten[c];
		overwritten[c] = 0;
		waiting &= (uint8_t)~converter;
#if !BUG_PHANTOM_READY
		look_away(converter);
#endif
	}
	hal_unmask();
	return low;
}

/*
 * A line that was high after the last pulse and is low now: the next conversion became ready meanwhile. One that has been
 * low all the time is not in step, and is not believed until it has been high.
 */
void ready_end(uint8_t converter, bool high)
{
	const uint32_t now_us = hal_micros();

	hal_mask();
	busy &= (uint8_t)~converter;
	hal_watch(ALL_CHANNELS & (uint8_t)~busy);
	if (high)
		level |= converter;
	ready_pins(hal_dout(), now_us);
	hal_unmask();
}

void ready_ignore(uint8_t converter)
{
	hal_mask();
	look_away(converter);
	waiting &= (uint8_t)~converter;
	level &= (uint8_t)~converter;
	overwritten[index_of(converter)] = 0;
	hal_unmask();
}
