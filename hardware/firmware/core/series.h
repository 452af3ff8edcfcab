/* Conversions of one converter in time: how long one takes, how many were missed, whether it is silent. Only arithmetic. */
#ifndef STEP_SERIES_H
#define STEP_SERIES_H

#include <stdbool.h>
#include <stdint.h>

/* No HX711 converts in less: its fastest crystal, 20 MHz, makes 144 a second. */
#define SOONEST_US 5000u

struct series {
	uint32_t last_us;   /* the last conversion; before the first, when the converter was switched on */
	uint32_t period_us; /* between conversions, smoothed; 0 while not known */
	uint32_t window_us; /* the rate is measured from this conversion */
	uint16_t in_window; /* conversions since then */
	uint8_t gaps;       /* in a row, in which conversions seem to have ended unseen */
	bool running;       /* there has been a conversion */
};

/* The converter has been switched on, or off: nothing is known but since when it is silent. */
void series_begin(struct series *series, uint32_t now_us);

/* Whether a conversion at t_us comes sooner than any can. */
bool series_is_too_soon(const struct series *series, uint32_t t_us);

/*
 * A conversion became ready at t_us, and `overwritten` before it were seen to be lost. Returns how many were lost in
 * all. `*restarted`: the gap was so long that the converter has begun anew, and nobody knows.
 */
uint16_t series_add(struct series *series, uint32_t t_us, uint8_t overwritten, bool *restarted);

/* Whether there has been no conversion for so long that the converter is taken to be dead. */
bool series_is_silent(const struct series *series, uint32_t now_us);

/* Whether a conversion ready at t_us may have met the next one by now_us. */
bool series_is_late(const struct series *series, uint32_t t_us, uint32_t now_us);

/* Conversions in 1000 s since the last call, 0 when there were none. */
uint32_t series_rate_mhz(struct series *series);

#endif
