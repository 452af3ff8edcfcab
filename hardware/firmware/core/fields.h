/* Takes a command's body apart, and says of numbers what they are without computing them. */
#ifndef STEP_FIELDS_H
#define STEP_FIELDS_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"

/* A piece of text that is somewhere else. */
struct text {
	const char *at;
	uint8_t length;
};

enum number { NOT_A_NUMBER, NUMBER, NUMBER_TOO_LARGE };

/* Whether a body has words, and exactly one space between any two. */
bool text_is_spaced(struct text body);

/* Take the first word off; it is empty when none is left. */
struct text text_word(struct text *rest);

bool text_is(struct text word, const FLASH char *other);

/* Read an unsigned number of 32 bits. */
enum number text_unsigned(struct text word, uint32_t *value);

/* Whether it is a real: sign, digits with a point among them, exponent of one or two digits. */
bool text_is_real(struct text word);

/* Whether a real is 0: no digit before its exponent is another. */
bool real_is_zero(struct text real);

#endif
