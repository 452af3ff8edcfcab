#include "source.h"

#include <math.h>
#include <stdlib.h>

#include "../model/random.h"
#include "clock.h"
#include "fail.h"

enum { COUNT_MIN = -8388608, COUNT_MAX = 8388607 };

static void append(struct schedule *schedule, uint64_t end, int32_t count)
{
	if (schedule->length == schedule->room) {
		schedule->room = schedule->room ? 2 * schedule->room : 4096;
		schedule->end = realloc(schedule->end, schedule->room * sizeof *schedule->end);
		schedule->count = realloc(schedule->count, schedule->room * sizeof *schedule->count);
		if (!schedule->end || !schedule->count)
			fail(EXIT_FAILED, "no memory for the list of conversions: give a shorter one");
	}
	schedule->end[schedule->length] = end;
	schedule->count[schedule->length++] = count;
}

static void read_schedule(struct source *source, const char *path)
{
	struct table table;
	table_open(&table, path, "chip,ready_s,count");
	while (table_row(&table)) {
		int chip = (int)table_integer(&table, 0, source->chips - 1);
		double ready_s = table_number(&table);
		int32_t count = (int32_t)table_integer(&table, COUNT_MIN, COUNT_MAX);
		table_row_ends(&table);
		struct schedule *schedule = &source->schedules[chip];
		if (!(ready_s > 0 && ready_s < 1e7))
			table_fail(&table, "ready_s must be later than 0");
		uint64_t end = (uint64_t)llround(ready_s * CPU_HZ);
		if (schedule->length && end <= schedule->end[schedule->length - 1])
			table_fail(&table, "ready_s is not later than this chip's row before; sort by time");
		append(schedule, end, count);
	}
	table_close(&table);
	for (int chip = 0; chip < source->chips; chip++)
		if (!source->schedules[chip].length)
			fail(EXIT_USAGE, "%s: no conversion of chip %d, but --chips is %d", path, chip, source->chips);
}

/* Moves to the next row of the signal; false when there is none, then the last row goes on for ever. */
static bool next_row(struct source *source)
{
	if (!table_row(&source->signal))
		return false;
	double row_s = table_number(&source->signal);
	if (row_s <= source->row_s[1])
		table_fail(&source->signal, "t_s is not later than in the row before; sort by time");
	source->row_s[0] = source->row_s[1];
	source->row_s[1] = row_s;
	for (int chip = 0; chip < source->chips; chip++) {
		source->row_counts[0][chip] = source->row_counts[1][chip];
		source->row_counts[1][chip] = table_number(&source->signal);
	}
	table_row_ends(&source->signal);
	return true;
}

static void open_signal(struct source *source, const char *path)
{
	static const char *const FORMS[] = {
		"t_s,count0", "t_s,count0,count1", "t_s,count0,count1,count2", "t_s,count0,count1,count2,count3"};
	table_open(&source->signal, path, FORMS[source->chips - 1]);
	source->row_s[0] = source->row_s[1] = -INFINITY;
	if (!next_row(source))
		fail(EXIT_USAGE, "%s: no row in it (a row is %s)", path, source->signal.form);
}

void source_init(struct source *source, const struct options *options)
{
	*source = (struct source){.chips = options->chips, .seed = options->seed};
	for (int chip = 0; chip < options->chips; chip++)
		hx_oscillator_init(&source->oscillators[chip], CPU_HZ, options->rate_sps[chip], options->jitter,
			options->drift, options->seed * MAX_CHIPS + (uint64_t)chip);
	if (options->conversions) {
		source->kind = SOURCE_SCHEDULE;
		read_schedule(source, options->conversions);
	} else if (options->counts) {
		source->kind = SOURCE_SIGNAL;
		open_signal(source, options->counts);
	}
}

static uint64_t scheduled_end(struct schedule *schedule, uint64_t start)
{
	while (schedule->next < schedule->length) {
		uint64_t end = schedule->end[schedule->next];
		bool thinned = schedule->gap && end < schedule->last_end + schedule->gap;
		if (end > start && !thinned) {
			schedule->last_end = end;
			return end;
		}
		schedule->next++;
	}
	return HX_NEVER;
}

uint64_t source_end(struct source *source, int chip, uint64_t start)
{
	if (source->kind == SOURCE_SCHEDULE)
		return scheduled_end(&source->schedules[chip], start);
	return hx_oscillator_next(&source->oscillators[chip], start);
}

static double signal_at(struct source *source, int chip, double now_s)
{
	while (source->row_s[1] < now_s && next_row(source))
		;
	double before = source->row_counts[0][chip], after = source->row_counts[1][chip];
	if (now_s >= source->row_s[1] || !isfinite(source->row_s[0]))
		return after;
	double part = (now_s - source->row_s[0]) / (source->row_s[1] - source->row_s[0]);
	return before + fmax(part, 0.0) * (after - before);
}

static int32_t scheduled_count(const struct schedule *schedule, uint64_t at)
{
	/* the model has already asked when the next one ends, so the row wanted is one or more back */
	size_t row = schedule->next < schedule->length ? schedule->next : schedule->length - 1;
	while (row > 0 && schedule->end[row] > at)
		row--;
	return schedule->count[row];
}

int32_t source_count(struct source *source, int chip, uint64_t at, enum hx_setting setting)
{
	double count;
	if (source->kind == SOURCE_WORDS)
		return (int32_t)(hx_scramble(source->seed ^ (at * MAX_CHIPS + (uint64_t)chip)) & 0xFFFFFF);
	if (source->kind == SOURCE_SIGNAL)
		count = signal_at(source, chip, (double)at / CPU_HZ);
	else
		count = scheduled_count(&source->schedules[chip], at);
	/* what is given is what gain 128 makes of it; nothing is wired to channel B */
	if (setting == HX_A64)
		count *= 0.5;
	else if (setting == HX_B32)
		count = 0;
	return (int32_t)llround(fmin(fmax(count, COUNT_MIN), COUNT_MAX));
}

void source_rate(struct source *source, int chip, double rate_sps)
{
	hx_oscillator_rate(&source->oscillators[chip], rate_sps);
	source->schedules[chip].gap = (uint64_t)(CPU_HZ / rate_sps);
}

void source_close(struct source *source)
{
	table_close(&source->signal);
	for (int chip = 0; chip < source->chips; chip++) {
		free(source->schedules[chip].end);
		free(source->schedules[chip].count);
	}
}
