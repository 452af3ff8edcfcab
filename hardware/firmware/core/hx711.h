/* One transfer from an HX711, channel A, gain 128. */
#ifndef STEP_HX711_H
#define STEP_HX711_H

#include <stdbool.h>
#include <stdint.h>

#define COUNT_MAX 8388607L
#define COUNT_MIN (-8388608L)

/*
 * Clock a conversion out of a converter (given as a mask) that is ready. Returns the count, -8388608 to 8388607;
 * `*in_step` is whether DOUT was high after the last pulse, as it is when both agree on how many pulses there were.
 */
int32_t hx711_read(uint8_t converter, bool *in_step);

#endif
