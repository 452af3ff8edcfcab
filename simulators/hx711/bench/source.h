/* What the converters convert, and when: a recorded signal, a list of conversions, or words that use every bit. */
#ifndef BENCH_SOURCE_H
#define BENCH_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "../model/oscillator.h"
#include "options.h"
#include "table.h"

struct schedule {
	uint64_t *end; /* cycles, rising */
	int32_t *count;
	size_t length, room, next;
	uint64_t gap, last_end;
};

struct source {
	enum { SOURCE_WORDS, SOURCE_SIGNAL, SOURCE_SCHEDULE } kind;
	int chips;
	uint64_t seed;
	struct hx_oscillator oscillators[MAX_CHIPS];
	struct schedule schedules[MAX_CHIPS];
	struct table signal;
	double row_s[2];
	double row_counts[2][MAX_CHIPS];
};

/* Opens what the options name; fails with a message when a file does not hold what it should. */
void source_init(struct source *source, const struct options *options);

/* When this chip's conversion ends that begins at cycle `start`; HX_NEVER when its list is at an end. */
uint64_t source_end(struct source *source, int chip, uint64_t start);

/* The count of this chip's conversion that ends at cycle `at`. */
int32_t source_count(struct source *source, int chip, uint64_t at, enum hx_setting setting);

/* The RATE pin of this chip changes; a list of conversions is thinned out to the new rate. */
void source_rate(struct source *source, int chip, double rate_sps);

void source_close(struct source *source);

#endif
