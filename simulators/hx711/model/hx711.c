#include "hx711.h"

#include <math.h>

#include "inner.h"

/* Rounded so that the model is never kinder than the datasheet: delays and minima up, maxima down. */
static uint64_t at_least(double tick_hz, double duration_us)
{
	return (uint64_t)ceil(duration_us * 1e-6 * tick_hz - 1e-9);
}

static uint64_t at_most(double tick_hz, double duration_us)
{
	return (uint64_t)floor(duration_us * 1e-6 * tick_hz + 1e-9);
}

static struct hx_limits datasheet_limits(double tick_hz)
{
	return (struct hx_limits){
		.t1_min = at_least(tick_hz, 0.1),
		.t2 = at_least(tick_hz, 0.1),
		.t3_min = at_least(tick_hz, 0.2),
		.t3_max = at_most(tick_hz, 50.0),
		.t4_min = at_least(tick_hz, 0.2),
		.power_down = at_most(tick_hz, 60.0),
		/* measured by users of the chip (HX711_ADC, issue 29); the datasheet only draws it */
		.update = at_least(tick_hz, 75.0),
	};
}

/* The wire as the controller sees it: the chip's output unless it is shorted; pulled up without a chip. */
static void show(struct hx711 *chip, uint64_t at)
{
	bool level = chip->line == HX_LINE_FREE ? chip->driven : chip->line == HX_LINE_HIGH;
	if (level == chip->line_level)
		return;
	chip->line_level = level;
	if (!level)
		chip->dout_fell = at;
	chip->world.dout(chip->world.context, chip->chip, at, level);
}

void hx_drive(struct hx711 *chip, uint64_t at, bool level)
{
	chip->driven = level;
	show(chip, at);
}

void hx_seal(struct hx711 *chip, enum hx_fate fate, uint64_t at)
{
	chip->current.done = at;
	if (chip->line != HX_LINE_FREE && fate == HX_READ)
		fate = HX_ABORTED; /* clocked out into a short circuit: nobody has it */
	if (fate == HX_READ)
		chip->counters.read++;
	else if (fate == HX_OVERWRITTEN)
		chip->counters.overwritten++;
	else if (fate == HX_COLLIDED)
		chip->counters.collided++;
	else
		chip->counters.aborted++;
	chip->world.fate(chip->world.context, chip->chip, fate, &chip->current);
}

static bool being_read(const struct hx711 *chip)
{
	return chip->offered && chip->pulses > 0;
}

static void begin_conversion(struct hx711 *chip, uint64_t at)
{
	chip->end = chip->world.conversion_end(chip->world.context, chip->chip, at);
}

static void stop(struct hx711 *chip, uint64_t at)
{
	if (chip->offered)
		hx_seal(chip, HX_ABORTED, at);
	chip->offered = false;
	chip->pulses = 0;
	chip->end = chip->output_at = chip->update_end = HX_NEVER;
	hx_drive(chip, at, true);
}

void hx_start(struct hx711 *chip, uint64_t at)
{
	chip->down = false;
	chip->setting = HX_A128;
	chip->settling = chip->settle_conversions;
	chip->counters.power_ups++;
	begin_conversion(chip, at);
}

void hx_init(struct hx711 *chip, int number, double tick_hz, const struct hx_world *world)
{
	*chip = (struct hx711){
		.chip = number,
		.world = *world,
		.limits = datasheet_limits(tick_hz),
		.collision = HX_RESTART,
		.settle_conversions = 4,
		.counters = {.high_min = HX_NEVER, .low_min = HX_NEVER},
		.driven = true,
		.line_level = true,
		.setting = HX_A128,
		.end = HX_NEVER,
		.output_at = HX_NEVER,
		.update_end = HX_NEVER,
	};
}

void hx_power(struct hx711 *chip, uint64_t at, bool on)
{
	hx_advance(chip, at);
	if (on == chip->powered)
		return;
	chip->powered = on;
	chip->rise = chip->now;
	if (on) {
		hx_start(chip, chip->now);
	} else {
		stop(chip, chip->now);
		chip->down = false;
	}
}

void hx_brown_out(struct hx711 *chip, uint64_t at)
{
	hx_advance(chip, at);
	if (!chip->powered)
		return;
	stop(chip, chip->now);
	hx_start(chip, chip->now);
}

void hx_short_line(struct hx711 *chip, uint64_t at, enum hx_line line)
{
	hx_advance(chip, at);
	chip->line = line;
	show(chip, chip->now);
}

/* The pulses of the train that ended say what the conversions from here on measure. */
static bool setting_changed(struct hx711 *chip)
{
	if (chip->pulses < END_PULSE)
		return false;
	int extra = chip->pulses - WORD_BITS;
	enum hx_setting chosen = extra > 3 ? HX_A64 : (enum hx_setting)extra;
	bool changed = chosen != chip->setting;
	chip->setting = chosen;
	return changed;
}

/* A conversion ended while the one before was being clocked out. */
static void collide(struct hx711 *chip, const struct hx_conversion *fresh)
{
	if (chip->collision == HX_KEEP) {
		struct hx_conversion read = chip->current;
		chip->current = *fresh;
		hx_seal(chip, HX_COLLIDED, fresh->ready);
		chip->current = read;
		return;
	}
	hx_seal(chip, HX_COLLIDED, fresh->ready);
	uint64_t first = chip->current.first;
	chip->current = *fresh;
	chip->word = fresh->raw;
	if (chip->collision == HX_RESTART) {
		chip->pulses = 0;
		chip->sent = 0;
	} else {
		chip->current.first = first;
	}
}

static void offer(struct hx711 *chip, const struct hx_conversion *fresh)
{
	bool unread = chip->offered;
	if (unread)
		hx_seal(chip, HX_OVERWRITTEN, fresh->ready);
	chip->offered = true;
	chip->pulses = 0;
	chip->current = *fresh;
	chip->word = fresh->raw;
	chip->sent = 0;
	if (unread) {
		hx_drive(chip, fresh->ready, true);
		chip->update_end = fresh->ready + chip->limits.update;
		chip->current.ready = chip->update_end;
	} else {
		hx_drive(chip, fresh->ready, false);
	}
}

static void end_conversion(struct hx711 *chip)
{
	uint64_t at = chip->end;
	begin_conversion(chip, at);
	if (!chip->offered && setting_changed(chip))
		chip->settling = chip->settle_conversions;
	if (!chip->offered)
		chip->pulses = 0;
	if (chip->settling > 0 && --chip->settling > 0) {
		chip->counters.settling++;
		return;
	}
	struct hx_conversion fresh = {
		.index = chip->counters.offered++,
		.ready = at,
		.raw = (uint32_t)chip->world.count(chip->world.context, chip->chip, at, chip->setting) & WORD_MASK,
	};
	if (being_read(chip))
		collide(chip, &fresh);
	else
		offer(chip, &fresh);
}

static uint64_t power_down_at(const struct hx711 *chip)
{
	if (!chip->powered || chip->down || !chip->clock)
		return HX_NEVER;
	return chip->rise + chip->limits.power_down + 1;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t hx_next(const struct hx711 *chip)
{
	uint64_t bits = earlier(chip->output_at, chip->update_end);
	return earlier(earlier(chip->end, power_down_at(chip)), bits);
}

static void happen(struct hx711 *chip, uint64_t at)
{
	if (at == power_down_at(chip)) {
		stop(chip, at);
		chip->down = true;
		chip->counters.power_downs++;
	} else if (at == chip->output_at) {
		chip->output_at = HX_NEVER;
		hx_drive(chip, at, chip->output_next);
	} else if (at == chip->update_end) {
		chip->update_end = HX_NEVER;
		hx_drive(chip, at, false);
	} else {
		end_conversion(chip);
	}
}

void hx_advance(struct hx711 *chip, uint64_t at)
{
	for (uint64_t next = hx_next(chip); next <= at; next = hx_next(chip)) {
		chip->now = next;
		happen(chip, next);
	}
	if (at > chip->now)
		chip->now = at;
}
