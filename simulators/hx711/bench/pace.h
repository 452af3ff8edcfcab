/* Device time against the clock on the wall. */
#ifndef BENCH_PACE_H
#define BENCH_PACE_H

#include <stdint.h>

struct pace {
	double speed;       /* times real time, 0 = as fast as possible */
	double begun_s, base_s, late_max_s;
	uint64_t base_cycle;
};

void pace_init(struct pace *pace, double speed);

/* Sleeps until the wall clock has come to where the device is. */
void pace_wait(struct pace *pace, uint64_t cycle);

/* Real seconds since pace_init(). */
double pace_elapsed_s(const struct pace *pace);

#endif
