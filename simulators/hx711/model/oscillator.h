/* When a converter's conversions end, by its own oscillator: nominal rate, jitter, slow drift. */
#ifndef HX_OSCILLATOR_H
#define HX_OSCILLATOR_H

#include <stdint.h>

#include "random.h"

struct hx_oscillator {
	double period_ticks;
	double jitter;      /* standard deviation of one period, relative */
	double drift;       /* standard deviation of the slow wander of the rate, relative */
	double tick_hz;
	double wander;      /* where the rate is now, relative to nominal */
	double exact_end;   /* the end that was last given, before rounding */
	uint64_t last_end;
	struct hx_random random;
};

/* Sets an oscillator of `rate_sps` conversions a second; equal seeds give equal conversions. */
void hx_oscillator_init(struct hx_oscillator *oscillator, double tick_hz, double rate_sps, double jitter,
	double drift, uint64_t seed);

/* Changes the rate from the next conversion on, as the RATE pin does. */
void hx_oscillator_rate(struct hx_oscillator *oscillator, double rate_sps);

/* Returns when the conversion ends that began at `start`, in ticks. A start that is not the end of the
 * conversion before is a power-up: the oscillator then needs up to START_UP_S before it runs. */
uint64_t hx_oscillator_next(struct hx_oscillator *oscillator, uint64_t start);

#endif
