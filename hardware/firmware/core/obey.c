#include "obey.h"

#include <stddef.h>

#include "calibration.h"
#include "converter.h"
#include "identity.h"

#define TOKEN_MAX 32u

static const FLASH char SPACES[] = "FIELDS one space between words";
static const FLASH char UNKNOWN[] = "UNKNOWN no such command";
static const FLASH char NO_FIELD[] = "FIELDS it has no field";
static const FLASH char PING_FIELDS[] = "FIELDS P token";
static const FLASH char PING_RANGE[] = "RANGE token of 32 characters at most";
static const FLASH char CYCLE_FIELDS[] = "FIELDS R ch";
static const FLASH char STORE_FIELDS[] = "FIELDS K ch zero scale_n_per_count taken_unix note";
static const FLASH char NO_CHANNEL[] = "RANGE no such channel";
static const FLASH char NO_SCALE[] = "RANGE scale is zero";
static const FLASH char NO_TIME[] = "RANGE time beyond 32 bits";
static const FLASH char TOO_LONG[] = "RANGE K of 89 characters at most";
static const FLASH char STREAMING[] = "BUSY stop the stream first";
static const FLASH char STORING[] = "BUSY a record is being stored";

static bool streaming;
static bool reboot_wanted;

/* Of the command that is being done. */
static uint8_t say;
static bool later; /* there is no verdict yet */

void obey_init(void)
{
	streaming = true;
	reboot_wanted = false;
}

bool obey_streaming(void)
{
	return streaming;
}

bool obey_reboot_wanted(void)
{
	return reboot_wanted;
}

static bool storing(void)
{
	return calibration_busy() || identity_writes();
}

/* ---- each command takes its fields, and returns NULL or why it is refused ---- */

static const FLASH char *ask(struct text rest)
{
	if (rest.length > 0)
		return NO_FIELD;
	say |= SAY_IDENTITY;
	return NULL;
}

static const FLASH char *ping(struct text rest)
{
	const struct text token = text_word(&rest);

	if (token.length == 0 || rest.length > 0)
		return PING_FIELDS;
	if (token.length > TOKEN_MAX)
		return PING_RANGE;
	say |= SAY_PONG;
	return NULL;
}

static const FLASH char *stream(struct text rest, bool on)
{
	if (rest.length > 0)
		return NO_FIELD;
	streaming = on;
	return NULL;
}

static const FLASH char *stream_on(struct text rest)
{
	return stream(rest, true);
}

static const FLASH char *stream_off(struct text rest)
{
	return stream(rest, false);
}

static const FLASH char *tell_calibration(struct text rest)
{
	if (rest.length > 0)
		return NO_FIELD;
	if (storing())
		return STORING;
	say |= SAY_CALIBRATION;
	return NULL;
}

static const FLASH char *store_calibration(struct text rest)
{
	const struct text whole = rest;
	uint32_t channel, time;

	const enum number channel_form = text_unsigned(text_word(&rest), &channel);
	const struct text zero = text_word(&rest);
	const struct text scale = text_word(&rest);
	const enum number time_form = text_unsigned(text_word(&rest), &time);
	if (channel_form == NOT_A_NUMBER || !text_is_real(zero) || !text_is_real(scale) || time_form == NOT_A_NUMBER)
		return STORE_FIELDS;
	if (channel_form == NUMBER_TOO_LARGE || channel >= STEP_CHANNELS)
		return NO_CHANNEL;
	if (real_is_zero(scale))
		return NO_SCALE;
	if (time_form == NUMBER_TOO_LARGE)
		return NO_TIME;
	if (whole.length > CALIBRATION_MAX)
		return TOO_LONG;
	if (streaming)
		return STREAMING;
	if (storing())
		return STORING;
	calibration_store((uint8_t)channel, whole);
	later = true;
	return NULL;
}

static const FLASH char *power_cycle(struct text rest)
{
	uint32_t channel;
	const enum number form = text_unsigned(text_word(&rest), &channel);

	if (form == NOT_A_NUMBER || rest.length > 0)
		return CYCLE_FIELDS;
	if (form == NUMBER_TOO_LARGE || channel >= STEP_CHANNELS)
		return NO_CHANNEL;
	converter_power_cycle((uint8_t)channel);
	return NULL;
}

static const FLASH char *reboot(struct text rest)
{
	if (rest.length > 0)
		return NO_FIELD;
	if (storing())
		return STORING;
	reboot_wanted = true;
	return NULL;
}

static const FLASH char *do_command(struct text body)
{
	static const FLASH char words[][3] = { "?", "P", "G", "X", "K?", "K", "R", "B" };
	static const FLASH char *(*const FLASH commands[])(struct text) = {
		ask, ping, stream_on, stream_off, tell_calibration, store_calibration, power_cycle, reboot,
	};

	if (!text_is_spaced(body))
		return SPACES;
	struct text rest = body;
	const struct text word = text_word(&rest);
	for (uint8_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_is(word, words[i]))
			return commands[i](rest);
	return UNKNOWN;
}

struct order obey(struct text body)
{
	say = 0;
	later = false;
	const FLASH char *const refusal = do_command(body);

	return (struct order){ later ? 0 : (uint8_t)(say | SAY_VERDICT), refusal };
}
