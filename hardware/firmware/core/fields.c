#include "fields.h"

bool text_is_spaced(struct text body)
{
	bool wants_word = true;

	for (uint8_t i = 0; i < body.length; i++) {
		const bool space = body.at[i] == ' ';
		if (space && wants_word)
			return false;
		wants_word = space;
	}
	return !wants_word;
}

struct text text_word(struct text *rest)
{
	struct text word = { rest->at, 0 };

	while (word.length < rest->length && word.at[word.length] != ' ')
		word.length++;
	const uint8_t taken = (uint8_t)(word.length + (word.length < rest->length ? 1u : 0u));
	rest->at += taken;
	rest->length = (uint8_t)(rest->length - taken);
	return word;
}

bool text_is(struct text word, const FLASH char *other)
{
	for (uint8_t i = 0; i < word.length; i++)
		if (other[i] != word.at[i]) /* also where the other ends */
			return false;
	return other[word.length] == '\0';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

enum number text_unsigned(struct text word, uint32_t *value)
{
	bool large = false;

	*value = 0;
	if (word.length == 0)
		return NOT_A_NUMBER;
	for (uint8_t i = 0; i < word.length; i++) {
		if (!is_digit(word.at[i]))
			return NOT_A_NUMBER;
		const uint8_t digit = (uint8_t)(word.at[i] - '0');
		if (*value > (UINT32_MAX - digit) / 10u)
			large = true;
		*value = *value * 10u + digit;
	}
	return large ? NUMBER_TOO_LARGE : NUMBER;
}

/* Length of the digits that a text begins with. */
static uint8_t digits(const char *at, uint8_t length)
{
	uint8_t i = 0;

	while (i < length && is_digit(at[i]))
		i++;
	return i;
}

static uint8_t sign(const char *at, uint8_t length)
{
	return length > 0 && (*at == '-' || *at == '+') ? 1 : 0;
}

bool text_is_real(struct text word)
{
	const char *const end = word.at + word.length;
	const char *at = word.at;
#define LEFT ((uint8_t)(end - at))

	at += sign(at, LEFT);
	const uint8_t whole = digits(at, LEFT);
	uint8_t fraction = 0;
	at += whole;
	if (at < end && *at == '.') {
		at++;
		fraction = digits(at, LEFT);
		at += fraction;
	}
	if (whole == 0 && fraction == 0)
		return false;
	if (at < end && (*at == 'e' || *at == 'E')) {
		at++;
		at += sign(at, LEFT);
		const uint8_t exponent = digits(at, LEFT);
		if (exponent < 1 || exponent > 2)
			return false;
		at += exponent;
	}
	return at == end;
#undef LEFT
}

bool real_is_zero(struct text real)
{
	for (uint8_t i = 0; i < real.length; i++) {
		const char c = real.at[i];
		if (c == 'e' || c == 'E')
			break;
		if (c >= '1' && c <= '9')
			return false;
	}
	return true;
}
