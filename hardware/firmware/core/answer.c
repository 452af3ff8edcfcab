#include "answer.h"

#include <stddef.h>

#include "calibration.h"
#include "command.h"
#include "fault.h"
#include "fields.h"
#include "hal.h"
#include "line.h"
#include "obey.h"
#include "report.h"

/* Answers to unreadable lines: ten a second, so that noise takes no room from samples. One comes back each tenth. */
#define NOISE_ANSWERS 10u

/* Bytes heard in one pass, so that a host that never stops cannot keep the converters waiting. */
#define HEARD_AT_ONCE 16u

static uint8_t todo;              /* what is still to be said: SAY_... */
static const FLASH char *refusal; /* what N says; NULL: A */
static uint32_t pong_us;
static uint8_t next_channel; /* of SAY_CALIBRATION */
static bool told_one;
static enum writing outcome; /* of a calibration stored, until it can be told */
static bool telling_stored;  /* the answer is to that, not to the last command heard */

static uint16_t rx_errors;
static uint8_t noise_answers;

static const FLASH char OVERLONG[] = "OVERLONG more than 96 bytes";
static const FLASH char FORM[] = "FORM not BODY*CCCC";
static const FLASH char CRC[] = "CRC wrong checksum";
static const FLASH char NOT_STORED[] = "EEPROM could not be stored";

void answer_init(void)
{
	command_init();
	todo = 0;
	outcome = WRITING_NOTHING;
	telling_stored = false;
	obey_init();
	rx_errors = 0;
	noise_answers = NOISE_ANSWERS;
}

bool answer_streaming(void)
{
	return obey_streaming();
}

bool answer_rebooting(void)
{
	return obey_reboot_wanted() && todo == 0;
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
	const struct order order = obey(heard_body());
	todo = order.say;
	refusal = order.refusal;
	pong_us = hal_micros();
	next_channel = 0;
	told_one = false;
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
