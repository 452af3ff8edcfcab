#include "oscillator.h"

#include <math.h>

/* How slowly the rate wanders (temperature) and how long an oscillator takes to start are nowhere documented;
 * both only have to be different from chip to chip, so that no two chips stay in step. */
static const double WANDER_TIME_S = 60.0;
static const double START_UP_S = 1e-3;

void hx_oscillator_init(struct hx_oscillator *oscillator, double tick_hz, double rate_sps, double jitter,
	double drift, uint64_t seed)
{
	*oscillator = (struct hx_oscillator){.jitter = jitter, .drift = drift, .tick_hz = tick_hz};
	oscillator->random.state = hx_scramble(seed);
	oscillator->last_end = UINT64_MAX;
	hx_oscillator_rate(oscillator, rate_sps);
}

void hx_oscillator_rate(struct hx_oscillator *oscillator, double rate_sps)
{
	oscillator->period_ticks = oscillator->tick_hz / rate_sps;
}

/* One step of a mean-reverting random walk (Ornstein-Uhlenbeck) with the asked standard deviation. */
static void wander(struct hx_oscillator *oscillator)
{
	double back = oscillator->period_ticks / oscillator->tick_hz / WANDER_TIME_S;
	oscillator->wander += oscillator->drift * sqrt(2.0 * back) * hx_random_normal(&oscillator->random)
		- oscillator->wander * back;
}

uint64_t hx_oscillator_next(struct hx_oscillator *oscillator, uint64_t start)
{
	if (start != oscillator->last_end)
		oscillator->exact_end =
			(double)start + hx_random_unit(&oscillator->random) * START_UP_S * oscillator->tick_hz;
	wander(oscillator);
	double jitter = oscillator->jitter * hx_random_normal(&oscillator->random);
	oscillator->exact_end += oscillator->period_ticks * (1.0 + oscillator->wander + jitter);
	oscillator->last_end = (uint64_t)(oscillator->exact_end + 0.5);
	return oscillator->last_end;
}
