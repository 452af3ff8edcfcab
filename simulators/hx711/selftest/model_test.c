/* Tests of the model by itself: each says one behaviour of the datasheet, or of the choices made where it is silent. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../model/hx711.h"
#include "../model/oscillator.h"

#define TICK_HZ 16e6
#define US(us) ((uint64_t)((us) * 16))

enum { PERIOD = 200000, SETTLED = 4 };

struct bench {
	struct hx711 chip;
	bool dout;
	uint64_t dout_changed;
	int changes;
	uint32_t counts[64];   /* result of each conversion, by how many had ended before */
	int ended;
	char fates[64];
	struct hx_conversion last[64];
	int fate_count;
	enum hx_setting setting;
};

#define CHECK(condition) check(condition, #condition, __LINE__)

static void check(bool holds, const char *what, int line)
{
	if (holds)
		return;
	fprintf(stderr, "model_test: line %d: not so: %s\n", line, what);
	exit(1);
}

static uint64_t conversion_end(void *context, int chip, uint64_t start)
{
	(void)context, (void)chip;
	return start + PERIOD;
}

static int32_t count(void *context, int chip, uint64_t at, enum hx_setting setting)
{
	struct bench *bench = context;
	(void)chip, (void)at;
	bench->setting = setting;
	return (int32_t)bench->counts[bench->ended++ % 64];
}

static void dout(void *context, int chip, uint64_t at, bool level)
{
	struct bench *bench = context;
	(void)chip;
	bench->dout = level;
	bench->dout_changed = at;
	bench->changes++;
}

static void fate(void *context, int chip, enum hx_fate found, const struct hx_conversion *conversion)
{
	struct bench *bench = context;
	(void)chip;
	bench->last[bench->fate_count % 64] = *conversion;
	bench->fates[bench->fate_count++ % 63] = (char)found;
}

/* A chip that has had power since tick 1. */
static struct bench *powered(void)
{
	static struct bench bench;
	memset(&bench, 0, sizeof bench);
	const struct hx_world world = {&bench, conversion_end, count, dout, fate};
	hx_init(&bench.chip, 0, TICK_HZ, &world);
	bench.dout = true;
	for (int i = 0; i < 64; i++)
		bench.counts[i] = 0x5A5A00u + (uint32_t)i;
	hx_power(&bench.chip, 1, true);
	return &bench;
}

/* One pulse of 1 us at `at`; returns DOUT as it is right before the fall. */
static bool pulse(struct bench *bench, uint64_t at)
{
	hx_clock(&bench->chip, at, true);
	hx_advance(&bench->chip, at + US(1) - 1);
	bool bit = bench->dout;
	hx_clock(&bench->chip, at + US(1), false);
	return bit;
}

static uint32_t read_bits(struct bench *bench, uint64_t at, int pulses)
{
	uint32_t word = 0;
	for (int i = 0; i < pulses; i++)
		word = word << 1 | pulse(bench, at + (uint64_t)i * US(2));
	return word;
}

static uint64_t first_ready(void)
{
	return 1 + (uint64_t)SETTLED * PERIOD;
}

static void dout_stays_high_for_four_conversions_after_power_up(void)
{
	struct bench *bench = powered();
	hx_advance(&bench->chip, first_ready() - 1);
	CHECK(bench->dout && bench->changes == 0);
	hx_advance(&bench->chip, first_ready());
	CHECK(!bench->dout && bench->chip.counters.settling == 3 && bench->chip.counters.offered == 1);
}

static void a_word_is_read_msb_first_and_dout_is_high_after_the_25th_pulse(void)
{
	struct bench *bench = powered();
	bench->counts[0] = 0x800001;
	uint32_t bits = read_bits(bench, first_ready() + US(10), 25);
	CHECK(bits == (0x800001u << 1 | 1));
	CHECK(bench->fates[0] == HX_READ && bench->last[0].raw == 0x800001 && bench->last[0].ready == first_ready());
	CHECK(bench->last[0].first == first_ready() + US(10) && bench->last[0].done == first_ready() + US(58));
	CHECK(bench->dout);
}

static void a_bit_is_valid_only_t2_after_the_rise(void)
{
	struct bench *bench = powered();
	bench->counts[0] = 0xFFFFFF;
	uint64_t rise = first_ready() + US(10);
	hx_clock(&bench->chip, rise, true);
	hx_advance(&bench->chip, rise + 1); /* 62.5 ns */
	CHECK(!bench->dout);
	hx_advance(&bench->chip, rise + 2); /* 125 ns */
	CHECK(bench->dout);
}

static void extra_pulses_choose_the_next_setting_and_the_chip_settles_again(void)
{
	struct bench *bench = powered();
	read_bits(bench, first_ready() + US(10), 27);
	hx_advance(&bench->chip, first_ready() + 3 * PERIOD);
	CHECK(bench->dout && bench->ended == 1);
	hx_advance(&bench->chip, first_ready() + 4 * PERIOD);
	CHECK(!bench->dout && bench->setting == HX_A64);
	read_bits(bench, first_ready() + 4 * PERIOD + US(10), 27);
	hx_advance(&bench->chip, first_ready() + 5 * PERIOD);
	CHECK(!bench->dout && bench->ended == 3);
}

static void a_power_cycle_brings_back_channel_a_and_gain_128(void)
{
	struct bench *bench = powered();
	read_bits(bench, first_ready() + US(10), 26);
	hx_advance(&bench->chip, first_ready() + 4 * PERIOD);
	CHECK(bench->setting == HX_B32);
	uint64_t rise = first_ready() + 4 * PERIOD + US(100);
	hx_clock(&bench->chip, rise, true);
	hx_clock(&bench->chip, rise + US(61), false);
	hx_advance(&bench->chip, rise + US(61) + 4 * PERIOD);
	CHECK(!bench->dout && bench->setting == HX_A128);
}

static void an_unread_word_is_replaced_with_dout_high_for_75_us(void)
{
	struct bench *bench = powered();
	uint64_t second = first_ready() + PERIOD;
	hx_advance(&bench->chip, second);
	CHECK(bench->dout && bench->fates[0] == HX_OVERWRITTEN && bench->last[0].index == 0);
	hx_advance(&bench->chip, second + US(75) - 1);
	CHECK(bench->dout);
	hx_advance(&bench->chip, second + US(75));
	CHECK(!bench->dout);
	CHECK(read_bits(bench, second + US(90), 24) == bench->counts[1]);
}

static void clock_high_beyond_60_us_is_power_down_and_its_fall_a_new_start(void)
{
	struct bench *bench = powered();
	uint64_t rise = first_ready() + US(100);
	hx_clock(&bench->chip, rise, true);
	hx_advance(&bench->chip, rise + US(60));
	CHECK(bench->chip.counters.power_downs == 0);
	hx_advance(&bench->chip, rise + US(60) + 1);
	CHECK(bench->chip.counters.power_downs == 1 && bench->dout && bench->fates[0] == HX_ABORTED);
	hx_advance(&bench->chip, rise + 50 * PERIOD);
	CHECK(bench->ended == 1);
	hx_clock(&bench->chip, rise + 50 * PERIOD, false);
	hx_advance(&bench->chip, rise + 54 * PERIOD - 1);
	CHECK(bench->dout);
	hx_advance(&bench->chip, rise + 54 * PERIOD);
	CHECK(!bench->dout && bench->setting == HX_A128);
}

/* Reads 12 bits before and the rest after the end of the next conversion. */
static uint32_t read_across(struct bench *bench, enum hx_collision mode, uint64_t *second)
{
	bench->chip.collision = mode;
	bench->counts[0] = 0x111111;
	bench->counts[1] = 0xEEEEEE;
	*second = first_ready() + PERIOD;
	uint32_t word = read_bits(bench, *second - US(24), 12);
	word = word << 12 | read_bits(bench, *second + US(1), 12);
	CHECK(bench->fates[0] == HX_COLLIDED);
	return word;
}

static void a_conversion_that_ends_in_mid_read_does_what_was_chosen(void)
{
	uint64_t second;
	struct bench *bench = powered();
	CHECK(read_across(bench, HX_KEEP, &second) == 0x111111);
	CHECK(bench->last[0].index == 1);
	pulse(bench, second + US(40));
	CHECK(bench->fates[1] == HX_READ && bench->last[1].index == 0 && bench->dout);

	bench = powered();
	CHECK(read_across(bench, HX_MIX, &second) == 0x111EEE);
	pulse(bench, second + US(40));
	CHECK(bench->last[0].index == 0 && bench->last[1].index == 1 && bench->last[1].raw == 0x111EEE && bench->dout);

	bench = powered();
	CHECK(read_across(bench, HX_RESTART, &second) == 0x111EEE);
	pulse(bench, second + US(40));
	CHECK(bench->fate_count == 1 && !bench->chip.counters.read);
}

static void times_outside_the_datasheet_are_counted(void)
{
	struct bench *bench = powered();
	uint64_t at = first_ready() + 1; /* T1: 62.5 ns after the fall of DOUT */
	hx_clock(&bench->chip, at, true);
	hx_clock(&bench->chip, at + 3, false);              /* T3: 187.5 ns high */
	hx_clock(&bench->chip, at + 6, true);               /* T4: 187.5 ns low */
	hx_clock(&bench->chip, at + 6 + US(55), false);     /* T3: 55 us high, still no power-down */
	const struct hx_counters *counters = &bench->chip.counters;
	CHECK(counters->t1_violations == 1 && counters->t3_short == 1 && counters->t4_short == 1);
	CHECK(counters->t3_long == 1 && counters->power_downs == 0);
	CHECK(counters->high_min == 3 && counters->low_min == 3 && counters->high_max == US(55));
}

static void pulses_while_nothing_is_ready_move_nothing(void)
{
	struct bench *bench = powered();
	read_bits(bench, 1000, 25);
	CHECK(bench->chip.counters.clocked_not_ready == 25 && bench->dout);
	CHECK(read_bits(bench, first_ready() + US(10), 24) == bench->counts[0]);
}

static void a_shorted_line_is_low_whatever_the_chip_does_and_its_words_are_lost(void)
{
	struct bench *bench = powered();
	hx_short_line(&bench->chip, 10, HX_LINE_LOW);
	CHECK(!bench->dout);
	CHECK(read_bits(bench, first_ready() + US(10), 25) == 0);
	CHECK(bench->fates[0] == HX_ABORTED && bench->chip.counters.read == 0);
	hx_short_line(&bench->chip, first_ready() + US(100), HX_LINE_FREE);
	CHECK(bench->dout);
}

static void a_chip_without_power_says_nothing_and_settles_when_it_is_back(void)
{
	struct bench *bench = powered();
	hx_advance(&bench->chip, first_ready());
	hx_power(&bench->chip, first_ready() + 5, false);
	CHECK(bench->dout && bench->fates[0] == HX_ABORTED);
	read_bits(bench, first_ready() + PERIOD, 25);
	hx_advance(&bench->chip, first_ready() + 20 * PERIOD);
	CHECK(bench->dout && bench->ended == 1);
	hx_power(&bench->chip, first_ready() + 20 * PERIOD, true);
	hx_advance(&bench->chip, first_ready() + 24 * PERIOD);
	CHECK(!bench->dout);
}

static void every_offered_conversion_has_one_fate(void)
{
	struct bench *bench = powered();
	uint64_t at = 2;
	uint32_t state = 1;
	for (int step = 0; step < 400000; step++) {
		bool high = step & 1;
		state = state * 1664525u + 1013904223u;
		at += high ? state >> 22 : state >> 26;      /* low for up to 64 us, high for up to 4 us ... */
		if ((state >> 8) % (high ? 200 : 5000) == 0)
			at += high ? 100000 : 1500;              /* ... and now and then much longer */
		hx_clock(&bench->chip, at, high);
	}
	const struct hx_counters *counters = &bench->chip.counters;
	uint64_t fates = counters->read + counters->overwritten + counters->collided + counters->aborted;
	CHECK(counters->offered > 500 && counters->read > 10 && counters->collided > 10 && counters->power_downs > 10);
	CHECK(counters->offered - fates == (uint64_t)bench->chip.offered);
}

static void an_oscillator_keeps_its_rate_and_jitter_and_repeats_itself(void)
{
	enum { CONVERSIONS = 50000 };
	struct hx_oscillator one, same, other;
	hx_oscillator_init(&one, TICK_HZ, 92.8, 6e-5, 1e-4, 7);
	hx_oscillator_init(&same, TICK_HZ, 92.8, 6e-5, 1e-4, 7);
	hx_oscillator_init(&other, TICK_HZ, 92.8, 6e-5, 1e-4, 8);
	uint64_t begin = hx_oscillator_next(&one, 0), at = begin, again = hx_oscillator_next(&same, 0);
	uint64_t else_at = hx_oscillator_next(&other, 0);
	double slowest = 0, fastest = 1e9;
	for (int i = 0; i < CONVERSIONS; i++) {
		uint64_t next = hx_oscillator_next(&one, at);
		double period_s = (double)(next - at) / TICK_HZ;
		slowest = period_s > slowest ? period_s : slowest;
		fastest = period_s < fastest ? period_s : fastest;
		at = next;
		again = hx_oscillator_next(&same, again);
		else_at = hx_oscillator_next(&other, else_at);
	}
	double rate = CONVERSIONS / ((double)(at - begin) / TICK_HZ);
	CHECK(again == at && else_at != at);
	CHECK(rate > 92.8 * 0.9998 && rate < 92.8 * 1.0002);
	CHECK(slowest < 1.002 / 92.8 && fastest > 0.998 / 92.8 && slowest > 1.0001 / 92.8);
}

static void an_oscillator_wanders_slowly_and_only_as_far_as_asked(void)
{
	for (int wandering = 0; wandering <= 1; wandering++) {
		struct hx_oscillator oscillator;
		hx_oscillator_init(&oscillator, TICK_HZ, 80, 0, wandering ? 1e-3 : 0, 3);
		double fastest = 0, slowest = 1e9, biggest_step = 0, before = 0;
		uint64_t at = hx_oscillator_next(&oscillator, 0);
		for (int minute = 0; minute < 60; minute++) {
			for (int i = 0; i < 80 * 60; i++) {
				uint64_t next = hx_oscillator_next(&oscillator, at);
				double rate = TICK_HZ / (double)(next - at);
				double step = before > 0 ? rate / before - 1 : 0;
				biggest_step = step > biggest_step ? step : biggest_step;
				fastest = rate > fastest ? rate : fastest;
				slowest = rate < slowest ? rate : slowest;
				before = rate;
				at = next;
			}
		}
		double spread = fastest / slowest - 1;
		CHECK(wandering ? spread > 3e-3 && spread < 12e-3 : spread < 1e-5);
		CHECK(biggest_step < 2e-4);
	}
}

int main(void)
{
	dout_stays_high_for_four_conversions_after_power_up();
	a_word_is_read_msb_first_and_dout_is_high_after_the_25th_pulse();
	a_bit_is_valid_only_t2_after_the_rise();
	extra_pulses_choose_the_next_setting_and_the_chip_settles_again();
	a_power_cycle_brings_back_channel_a_and_gain_128();
	an_unread_word_is_replaced_with_dout_high_for_75_us();
	clock_high_beyond_60_us_is_power_down_and_its_fall_a_new_start();
	a_conversion_that_ends_in_mid_read_does_what_was_chosen();
	times_outside_the_datasheet_are_counted();
	pulses_while_nothing_is_ready_move_nothing();
	a_shorted_line_is_low_whatever_the_chip_does_and_its_words_are_lost();
	a_chip_without_power_says_nothing_and_settles_when_it_is_back();
	every_offered_conversion_has_one_fate();
	an_oscillator_keeps_its_rate_and_jitter_and_repeats_itself();
	an_oscillator_wanders_slowly_and_only_as_far_as_asked();
	puts("model_test: 15 behaviours hold");
	return 0;
}
