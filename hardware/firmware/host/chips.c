#include "chips.h"

#include <string.h>

#include "config.h"
#include "host.h"

#define UPDATE_US 75u    /* DOUT is high so long while an unread conversion is overwritten */
#define OFF_US 60u       /* PD_SCK high so long switches off */
#define SETTLING 4u      /* conversions withheld after switching on */
#define PULSES 25u       /* of a transfer */

struct chip {
	uint32_t period_us, next_us, update_us, high_us;
	int32_t count;
	uint32_t word;
	unsigned pulses, settling, converted, overwritten, switched_off, slips;
	bool ready, updating, sck;
	int held;
};

static struct chip chips[STEP_CHANNELS];
static uint32_t now;

void chips_reset(void)
{
	memset(chips, 0, sizeof chips);
	now = 0;
	for (unsigned c = 0; c < STEP_CHANNELS; c++)
		chips[c].held = -1;
}

static bool is_off(const struct chip *chip)
{
	return chip->sck && now - chip->high_us >= OFF_US;
}

static void finish(struct chip *chip, int32_t count)
{
	chip->converted++;
	if (chip->ready && chip->pulses == 0) {
		chip->overwritten++;
		chip->updating = true;
		chip->update_us = now;
	}
	chip->word = (uint32_t)count & 0xFFFFFFu;
	chip->ready = true;
	chip->pulses = 0;
}

static void advance(struct chip *chip)
{
	if (chip->updating && now - chip->update_us >= UPDATE_US)
		chip->updating = false;
	if (chip->period_us == 0 || (int32_t)(now - chip->next_us) < 0)
		return;
	chip->next_us += chip->period_us;
	if (is_off(chip))
		return;
	if (chip->settling > 0)
		chip->settling--;
	else
		finish(chip, chip->count);
}

void chips_advance(uint32_t now_us)
{
	now = now_us;
	for (unsigned c = 0; c < STEP_CHANNELS; c++)
		advance(&chips[c]);
}

static bool level(const struct chip *chip)
{
	if (chip->held >= 0)
		return chip->held != 0;
	if (chip->pulses > 0)
		return (chip->word >> (24u - chip->pulses)) & 1u;
	return !chip->ready || chip->updating || is_off(chip);
}

uint8_t chips_dout(void)
{
	unsigned dout = 0;

	for (unsigned c = 0; c < STEP_CHANNELS; c++)
		dout |= (level(&chips[c]) ? 1u : 0u) << c;
	return (uint8_t)dout;
}

static struct chip *chip_of(uint8_t converter)
{
	unsigned c = 0;

	while (converter >>= 1)
		c++;
	return &chips[c];
}

bool chips_pulse(uint8_t converter)
{
	struct chip *const chip = chip_of(converter);

	if (!chip->ready)
		return level(chip);
	if (chip->slips > 0 && chip->pulses == 0) {
		chip->slips--;
		return level(chip);
	}
	if (++chip->pulses == PULSES) {
		chip->pulses = 0;
		chip->ready = false;
	}
	return level(chip);
}

void chips_sck(uint8_t converter, bool high, uint32_t now_us)
{
	struct chip *const chip = chip_of(converter);

	now = now_us;
	if (high && !chip->sck)
		chip->high_us = now;
	if (!high && is_off(chip)) {
		chip->switched_off++;
		chip->ready = false;
		chip->updating = false;
		chip->pulses = 0;
		chip->settling = SETTLING;
		chip->next_us = now + chip->period_us;
	}
	chip->sck = high;
}

/* ---- host.h ---- */

void host_oscillate(uint8_t channel, uint32_t period_us, int32_t count)
{
	chips[channel].period_us = period_us;
	chips[channel].count = count;
	chips[channel].next_us = now + period_us;
}

void host_set_count(uint8_t channel, int32_t count)
{
	chips[channel].count = count;
}

void host_convert(uint8_t channel, int32_t count)
{
	if (!is_off(&chips[channel]))
		finish(&chips[channel], count);
}

void host_hold_dout(uint8_t channel, int held)
{
	chips[channel].held = held;
}

void host_slip(uint8_t channel, unsigned reads)
{
	chips[channel].slips = reads;
}

unsigned host_converted(uint8_t channel)
{
	return chips[channel].converted;
}

unsigned host_overwritten(uint8_t channel)
{
	return chips[channel].overwritten;
}

unsigned host_switched_off(uint8_t channel)
{
	return chips[channel].switched_off;
}
