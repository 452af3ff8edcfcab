#include "calibration.h"

#include "config.h"
#include "hal.h"
#include "line.h"

_Static_assert(CALIBRATION_MAX + 4u <= BODY_MAX, "\"A K \" and the text are a line");

#define NOWHERE 2u

static uint8_t place_in_use[STEP_CHANNELS]; /* 0, 1 or NOWHERE */
static uint8_t saving[RECORD_BYTES(CALIBRATION_MAX)]; /* a record: number, length, text, checksum */
static uint8_t saving_channel;
static bool busy;

static uint8_t number_after(uint8_t number)
{
	return (uint8_t)(number == RECORD_NONE - 1u ? 0u : number + 1u);
}

static uint8_t choose(const enum found found[2], const uint8_t number[2])
{
	if (found[0] == RECORD_FOUND && found[1] == RECORD_FOUND)
		return number[1] == number_after(number[0]) ? 1 : 0;
	if (found[0] == RECORD_FOUND)
		return 0;
	return found[1] == RECORD_FOUND ? 1 : NOWHERE;
}

uint8_t calibration_init(void)
{
	uint8_t damaged = 0;

	for (uint8_t c = 0; c < STEP_CHANNELS; c++) {
		enum found found[2];
		uint8_t number[2], length;
		for (uint8_t which = 0; which < 2; which++) {
			found[which] = record_look(c, which, &number[which], &length);
			if (found[which] == RECORD_DAMAGED)
				damaged |= (uint8_t)(1u << c);
		}
		place_in_use[c] = choose(found, number);
	}
	busy = false;
	return damaged;
}

/* Where the next record goes. */
static uint8_t other_place(uint8_t channel)
{
#if BUG_TORN_CALIBRATION
	return place_in_use[channel] == 1 ? 1 : 0;
#else
	return place_in_use[channel] == 0 ? 1 : 0;
#endif
}

void calibration_store(uint8_t channel, struct text text)
{
	const uint8_t now = place_in_use[channel];

	saving[0] = now == NOWHERE ? 0 : number_after(hal_memory_read(record_place(channel, now)));
	saving[1] = text.length;
	for (uint8_t i = 0; i < text.length; i++)
		saving[2 + i] = (uint8_t)text.at[i];
	saving_channel = channel;
	busy = true;
	record_write(channel, other_place(channel), saving);
}

bool calibration_busy(void)
{
	return busy;
}

enum writing calibration_poll(void)
{
	enum writing how;

	if (!busy)
		return WRITING_NOTHING;
	do {
		how = record_poll();
	} while (BUG_BLOCKING_EEPROM && how == WRITING);
	if (how == WRITTEN)
		place_in_use[saving_channel] = other_place(saving_channel);
	if (how != WRITING)
		busy = false;
	return how;
}

uint8_t calibration_channel(void)
{
	return saving_channel;
}

struct text calibration_text(void)
{
	return (struct text){ (const char *)&saving[2], saving[1] };
}

bool calibration_exists(uint8_t channel)
{
	return place_in_use[channel] != NOWHERE;
}

void calibration_say(uint8_t channel)
{
	const uint8_t which = place_in_use[channel];
	uint16_t at = record_content(channel, which);

	for (uint8_t left = hal_memory_read((uint16_t)(at - 1u)); left > 0; left--)
		line_char((char)hal_memory_read(at++));
}
