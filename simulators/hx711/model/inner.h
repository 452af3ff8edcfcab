/* What the two halves of the model share: supply, conversions and time (hx711.c), and the pulses (pulses.c). */
#ifndef HX_INNER_H
#define HX_INNER_H

#include "hx711.h"

enum { WORD_BITS = 24, END_PULSE = 25, LAST_PULSE = 27, WORD_MASK = 0xFFFFFF };

/* The chip drives DOUT; what the wire shows is another matter when it is shorted. */
void hx_drive(struct hx711 *chip, uint64_t at, bool level);

/* The conversion on offer found its fate. */
void hx_seal(struct hx711 *chip, enum hx_fate fate, uint64_t at);

/* The chip begins as after power-up: channel A, gain 128, and four conversions to settle. */
void hx_start(struct hx711 *chip, uint64_t at);

#endif
