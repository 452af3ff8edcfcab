#include "converter.h"

#include "config.h"
#include "fault.h"
#include "hal.h"
#include "hx711.h"
#include "ready.h"
#include "series.h"

/* PD_SCK high for 60 us switches an HX711 off (data sheet); a margin for clocks that are not exact. */
#define OFF_US 100u

/* What follows power-up: the converter itself withholds four conversions; the protocol wants four more marked. */
#define SETTLING_CONVERSIONS 4u

/* Strange conversions in a row until the converter is switched off and on. */
#define STRIKES 3u

/* Below this an HX711 is in its slow mode: RATE is low. */
#define SLOW_MHZ 20000UL

struct converter {
	struct account account;
	struct series series;
	uint8_t settling; /* conversions still to be marked */
	uint8_t strikes;
	bool off; /* PD_SCK is high, since the series began */
};

static struct converter converters[STEP_CHANNELS];

static uint8_t mask_of(uint8_t channel)
{
	static const FLASH uint8_t masks[] = { 1, 2, 4, 8 };

	return masks[channel];
}

static void switch_off(struct converter *k, uint8_t mask)
{
	ready_ignore(mask);
	hal_sck(mask, true);
	k->off = true;
	series_begin(&k->series, hal_micros());
}

static void switch_on(struct converter *k, uint8_t mask)
{
	hal_sck(mask, false);
	k->off = false;
	k->settling = SETTLING_CONVERSIONS;
	k->strikes = 0;
	series_begin(&k->series, hal_micros());
	ready_end(mask, (hal_dout() & mask) != 0);
}

void converter_power_cycle(uint8_t channel)
{
	switch_off(&converters[channel], mask_of(channel));
}

void converter_init(void)
{
	for (uint8_t c = 0; c < STEP_CHANNELS; c++) {
		converters[c] = (struct converter){ 0 };
		converter_power_cycle(c);
	}
}

static void complain(struct converter *k, uint8_t channel, enum channel_fault fault, uint16_t value)
{
	k->account.faults++;
	fault_of_channel(fault, channel, value);
}

/* Silence so far, or a gap that has ended: in ms, and at most what 16 bits hold. */
static uint16_t ms_of(uint32_t us)
{
	const uint32_t ms = us / 1000u;

	return ms > UINT16_MAX ? UINT16_MAX : (uint16_t)ms;
}

/* A converter silent for too long. One whose DOUT is low is not silent but stuck: it said "ready" and never again. */
static void check_silence(struct converter *k, uint8_t channel)
{
	const uint8_t mask = mask_of(channel);
	const uint32_t now_us = hal_micros();

	if (!series_is_silent(&k->series, now_us))
		return;
	if (hal_dout() & mask)
		complain(k, channel, FAULT_TIMEOUT, ms_of(now_us - k->series.last_us));
	else
		complain(k, channel, FAULT_STUCK, 0);
	switch_off(k, mask);
}

/* Count the conversions made up to the one just read; returns whether some of them were lost. */
static bool count_conversions(struct converter *k, uint8_t channel, const struct readiness *ready)
{
	const uint32_t gap_us = ready->t_us - k->series.last_us;
	bool restarted;
	const uint16_t lost = series_add(&k->series, ready->t_us, ready->overwritten, &restarted);

	if (restarted) {
		complain(k, channel, FAULT_TIMEOUT, ms_of(gap_us));
		k->settling = SETTLING_CONVERSIONS;
	}
	k->account.conversions += 1u + lost;
	k->account.overruns = (uint16_t)(k->account.overruns + lost);
	return lost > 0;
}

/* What is to be doubted about the conversion itself. */
static uint8_t doubts(struct converter *k, uint8_t channel, int32_t count, bool in_step)
{
	uint8_t flags = 0;

	if (count == COUNT_MAX || count == COUNT_MIN) {
		flags |= FLAG_SATURATED;
		complain(k, channel, FAULT_SATURATED, 0);
	}
	if (!in_step) {
		flags |= FLAG_DESYNC;
		k->strikes++;
		complain(k, channel, FAULT_DESYNC, 0);
	} else {
		k->strikes = 0;
	}
	if (k->settling > 0) {
		k->settling--;
		flags |= FLAG_SETTLING;
	}
	return flags;
}

static bool read_conversion(struct converter *k, uint8_t channel, struct sample *sample)
{
	const uint8_t mask = mask_of(channel);
	struct readiness ready;
	bool in_step;

	if (!ready_begin(mask, &ready))
		return false;
	sample->count = hx711_read(mask, &in_step);
	ready_end(mask, in_step);
	if (series_is_too_soon(&k->series, ready.t_us)) {
		k->strikes++;
		complain(k, channel, FAULT_NOISE, 0);
		return false;
	}
	sample->channel = channel;
	sample->t_us = ready.t_us;
	sample->flags = count_conversions(k, channel, &ready) ? FLAG_OVERRUN : 0;
	sample->flags |= doubts(k, channel, sample->count, in_step);
	if (series_is_late(&k->series, ready.t_us, hal_micros()))
		sample->flags |= FLAG_LATE;
	sample->seq = (uint16_t)(k->account.conversions - 1u);
	return true;
}

bool converter_poll(uint8_t channel, struct sample *sample)
{
	struct converter *const k = &converters[channel];
	bool has_read = false;

	if (k->off) {
		if (hal_micros() - k->series.last_us >= OFF_US)
			switch_on(k, mask_of(channel));
		return false;
	}
	if (ready_mask() & mask_of(channel))
		has_read = read_conversion(k, channel, sample);
	else
		check_silence(k, channel);
	if (k->strikes >= STRIKES)
		converter_power_cycle(channel);
	return has_read;
}

void converter_second(void)
{
	for (uint8_t c = 0; c < STEP_CHANNELS; c++) {
		struct converter *const k = &converters[c];
		const uint32_t rate_mhz = series_rate_mhz(&k->series);

		k->account.rate_mhz = rate_mhz;
		if (rate_mhz > 0 && rate_mhz < SLOW_MHZ)
			complain(k, c, FAULT_RATE, (uint16_t)((rate_mhz + 50u) / 100u));
	}
}

const struct account *converter_account(uint8_t channel)
{
	return &converters[channel].account;
}

bool converter_switching(void)
{
	for (uint8_t c = 0; c < STEP_CHANNELS; c++)
		if (converters[c].off)
			return true;
	return false;
}
