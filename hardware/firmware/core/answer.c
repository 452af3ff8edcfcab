#include "answer.h"

#include <stddef.h>

#include "calibration.h"
#include "command.h"
#include "converter.h"
#include "fault.h"
#include "fields.h"
#include "hal.h"
#include "identity.h"
#include "line.h"
#include "report.h"

#define TOKEN_MAX 32u

/* Answers to unreadable lines: ten a second, so that noise takes no room from samples. One comes back each tenth. */
#define NOISE_ANSWERS 10u

/* Bytes heard in one pass, so that a host that never stops cannot keep the converters waiting. */
#define HEARD_AT_ONCE 16u

/* What is still to be said, in this order; one bit each. */
#define SAY_IDENTITY 0x01u
#define SAY_PONG 0x02u
#define SAY_CALIBRATION 0x04u /* all, or none */
#define SAY_STORED 0x08u      /* the one just stored */
#define SAY_VERDICT 0x10u     /* A or N */

static uint8_t todo;
static const FLASH char *refusal; /* what N says; NULL: A */
static uint32_t pong_us;
static uint8_t next_channel; /* of SAY_CALIBRATION */
static bool told_one;
static enum writing outcome; /* of a calibration stored, until it can be told */
static bool telling_stored;  /* the answer is to that, not to the last command heard */

static bool streaming;
static bool reboot_wanted;
static uint16_t rx_errors;
static uint8_t noise_answers;

static const FLASH char OVERLONG[] = "OVERLONG more than 96 bytes";
static const FLASH char FORM[] = "FORM not BODY*CCCC";
static const FLASH char CRC[] = "CRC wrong checksum";
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
static const FLASH char LATER[] = ""; /* not refused, but not done yet either: there is no verdict yet */
static const FLASH char NOT_STORED[] = "EEPROM could not be stored";

void answer_init(void)
{
	command_init();
	todo = 0;
	outcome = WRITING_NOTHING;
	telling_stored = false;
	streaming = true;
	reboot_wanted = false;
	rx_errors = 0;
	noise_answers = NOISE_ANSWERS;
}

bool answer_streaming(void)
{
	return streaming;
}

bool answer_rebooting(void)
{
	return reboot_wanted && todo == 0;
}

uint16_t answer_rx_errors(void)
{
	return rx_errors;
}

void answer_tenth(void)
{
	if (noise_answers < NOISE_ANSWERS)
		noise_answers++;
}

static bool storing(void)
{
	return calibration_busy() || identity_writes();
}

/* ---- commands: each takes its fields, and returns NULL or why it is refused ---- */

static const FLASH char *ask(struct text rest)
{
	if (rest.length > 0)
		return NO_FIELD;
	todo |= SAY_IDENTITY;
	return NULL;
}

static const FLASH char *ping(struct text rest)
{
	const struct text token = text_word(&rest);

	if (token.length == 0 || rest.length > 0)
		return PING_FIELDS;
	if (token.length > TOKEN_MAX)
		return PING_RANGE;
	pong_us = hal_micros();
	todo |= SAY_PONG;
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
	next_channel = 0;
	told_one = false;
	todo |= SAY_CALIBRATION;
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
	return LATER;
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

static const FLASH char *obey(struct text body)
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

static struct text heard_body(void)
{
	return (struct text){ command_body(), command_length() };
}

static void unreadable(const FLASH char *why)
{
	rx_errors++;
	if (noise_answers == 0)
		return;
	noise_answers--;
	refusal = why;
	todo = SAY_VERDICT;
}

static void take(enum heard heard)
{
	switch (heard) {
	case HEARD_NOTHING: return;
	case HEARD_OVERLONG: unreadable(OVERLONG); return;
	case HEARD_FORM: unreadable(FORM); return;
	case HEARD_CRC: unreadable(CRC); return;
	default: break;
	}
	refusal = obey(heard_body());
	if (refusal != LATER)
		todo |= SAY_VERDICT;
}

void answer_hear(void)
{
	uint8_t byte;

	for (uint8_t left = HEARD_AT_ONCE; left > 0 && todo == 0 && hal_rx_get(&byte); left--)
		take(command_feed(byte));
}

/* ---- answers: each sends one line that there is room for ---- */

static void begin_calibration(void)
{
	line_char('K');
	line_char(' ');
}

/* The next channel's K line, or K none; keeps SAY_CALIBRATION due until all are told. */
static void say_calibration(void)
{
	static const FLASH char none[] = "none";

	while (next_channel < STEP_CHANNELS && !calibration_exists(next_channel))
		next_channel++;
	if (next_channel == STEP_CHANNELS && told_one) {
		todo &= (uint8_t)~SAY_CALIBRATION;
		return;
	}
	begin_calibration();
	if (next_channel == STEP_CHANNELS)
		line_text(none);
	else
		calibration_say(next_channel++);
	line_end();
	told_one = true;
}

static void say_pong(void)
{
	const struct text body = heard_body();

	line_bytes(body.at, body.length);
	line_field(pong_us);
	line_end();
}

static void say_stored(void)
{
	begin_calibration();
	calibration_say(calibration_channel());
	line_end();
}

static void say_verdict(void)
{
	const struct text body = telling_stored ? calibration_text() : heard_body();

	line_char(refusal == NULL ? 'A' : 'N');
	line_char(' ');
	if (refusal != NULL) {
		line_text(refusal);
	} else {
		if (telling_stored)
			begin_calibration();
		line_bytes(body.at, body.length);
	}
	line_end();
	telling_stored = false;
}

static void say_next(void)
{
	if (todo & SAY_PONG) {
		say_pong();
		todo &= (uint8_t)~SAY_PONG;
	} else if (todo & SAY_CALIBRATION) {
		say_calibration();
	} else if (todo & SAY_STORED) {
		say_stored();
		todo &= (uint8_t)~SAY_STORED;
	} else {
		say_verdict();
		todo &= (uint8_t)~SAY_VERDICT;
	}
}

/* A calibration is stored, or could not be: now there is a verdict. */
static void begin_outcome(void)
{
	telling_stored = true;
	refusal = outcome == WRITTEN ? NULL : NOT_STORED;
	todo = outcome == WRITTEN ? SAY_STORED | SAY_VERDICT : SAY_VERDICT;
	outcome = WRITING_NOTHING;
}

void answer_store(void)
{
	const enum writing how = calibration_poll();

	if (how == WRITE_FAILED)
		fault_of_board(FAULT_EEPROM, 0);
	if (how == WRITTEN || how == WRITE_FAILED)
		outcome = how;
	if (todo == 0 && outcome != WRITING_NOTHING)
		begin_outcome();
}

bool answer_send(void)
{
	if (todo == 0)
		return false;
	if (todo & SAY_IDENTITY) {
		if (report_identity())
			todo &= (uint8_t)~SAY_IDENTITY;
	} else if (line_begin()) {
		say_next();
	}
	return true;
}
