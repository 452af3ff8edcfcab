/* What pulses on PD_SCK do. */
#include "inner.h"

static void rising(struct hx711 *chip, uint64_t at)
{
	uint64_t low = at - chip->fall;
	chip->rise = at;
	if (!chip->powered || chip->down)
		return;
	if (!chip->offered && chip->pulses == 0) {
		chip->counters.clocked_not_ready++;
		return;
	}
	if (chip->pulses == 0) {
		chip->current.first = at;
		if (chip->line_level || at - chip->dout_fell < chip->limits.t1_min)
			chip->counters.t1_violations++;
		chip->update_end = HX_NEVER;
	} else {
		if (low < chip->counters.low_min)
			chip->counters.low_min = low;
		if (low < chip->limits.t4_min)
			chip->counters.t4_short++;
	}
	chip->pulses++;
	chip->output_next = true;
	if (chip->pulses <= WORD_BITS) {
		chip->output_next = (chip->word >> (WORD_BITS - chip->pulses)) & 1;
		chip->sent = chip->sent << 1 | chip->output_next;
	} else if (chip->pulses == END_PULSE) {
		chip->offered = false;
		chip->current.raw = chip->sent & WORD_MASK;
		if (at - chip->current.first > chip->counters.read_max)
			chip->counters.read_max = at - chip->current.first;
		hx_seal(chip, HX_READ, at);
	} else if (chip->pulses > LAST_PULSE) {
		chip->counters.over_pulses++;
	}
	chip->output_at = at + chip->limits.t2;
}

static void falling(struct hx711 *chip, uint64_t at)
{
	uint64_t high = at - chip->rise;
	chip->fall = at;
	if (!chip->powered)
		return;
	if (chip->down) {
		hx_start(chip, at);
		return;
	}
	if (high < chip->counters.high_min)
		chip->counters.high_min = high;
	if (high > chip->counters.high_max)
		chip->counters.high_max = high;
	if (high < chip->limits.t3_min)
		chip->counters.t3_short++;
	if (high > chip->limits.t3_max)
		chip->counters.t3_long++;
}

void hx_clock(struct hx711 *chip, uint64_t at, bool level)
{
	hx_advance(chip, at);
	if (level == chip->clock)
		return;
	chip->clock = level;
	if (level)
		rising(chip, chip->now);
	else
		falling(chip, chip->now);
}
