#include "converter.h"

#include "config.h"
#include "fault.h"
#include "hal.h"
#include "hx711.h"
#include "ready.h"

/* PD_SCK high for 60 us switches an HX711 off (data sheet); a margin for clocks that are not exact. */
#define OFF_US 100u

/* What follows power-up: the converter itself withholds four conversions; the protocol wants four more marked. */
#define SETTLING_CONVERSIONS 4u

/*
 * A converter that starts (again) is silent for four conversions, so a longer gap says nothing about how many were
 * made; a shorter one is a conversion that ended unseen, for instance in the middle of a transfer.
 */
#define RESTART_PERIODS 4u

/* Silent for so many periods it is taken to be dead: more than a start takes, and more than a RATE pin going low. */
#define DEAD_PERIODS 10u

/* The same while its period is not known: at 10 a second the first conversion takes 0.5 s from power-up. */
#define DEAD_US 1000000UL

/* No HX711 converts in less: its fastest crystal, 20 MHz, makes 144 a second. */
#define SOONEST_US 5000u

/* Strange conversions in a row until the converter is switched off and on. */
#define STRIKES 3u

/* Below this an HX711 is in its slow mode: RATE is low. */
#define SLOW_MHZ 20000UL

/* No more digits in H than the protocol gives a rate. */
#define RATE_MAX_MHZ 999999UL

struct converter {
	struct account account;
	uint32_t last_us;   /* when the last conversion became ready; before the first, when it was switched on */
	uint32_t period_us; /* between conversions, smoothed; 0 while not known */
	uint32_t window_us; /* the rate is measured from here: a conversion's time */
	uint16_t in_window; /* conversions since then */
	uint8_t settling;   /* conversions still to be marked */
	uint8_t strikes;
	bool off;     /* PD_SCK is high, since last_us */
	bool running; /* last_us is the time of a conversion */
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
	k->running = false;
	k->last_us = hal_micros();
}

static void switch_on(struct converter *k, uint8_t mask)
{
	hal_sck(mask, false);
	k->off = false;
	k->settling = SETTLING_CONVERSIONS;
	k->strikes = 0;
	k->period_us = 0;
	k->last_us = hal_micros();
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
	const uint32_t silent_us = hal_micros() - k->last_us;
	const uint32_t limit_us = k->period_us == 0 ? DEAD_US : k->period_us * DEAD_PERIODS;

	if (silent_us < limit_us)
		return;
	const uint8_t mask = mask_of(channel);
	if (hal_dout() & mask)
		complain(k, channel, FAULT_TIMEOUT, ms_of(silent_us));
	else
		complain(k, channel, FAULT_STUCK, 0);
	switch_off(k, mask);
}

/* Learn the period from one that has just passed; a first one that was really two is corrected by the next. */
static void learn_period(struct converter *k, uint32_t dt_us)
{
	if (k->period_us == 0 || dt_us < k->period_us - k->period_us / 4u)
		k->period_us = dt_us;
	else
		k->period_us = k->period_us - k->period_us / 8u + dt_us / 8u;
}

/*
 * How many conversions ended unseen in the time since the last one, of which `overwritten` are known; 0 after a gap
 * as long as a start, which begins a new series.
 */
static uint8_t missed_in(struct converter *k, uint8_t channel, uint32_t dt_us, uint8_t overwritten)
{
	const uint32_t own_us = dt_us / (overwritten + 1u);

	if (k->period_us == 0) {
		k->period_us = own_us;
		return 0;
	}
	const uint32_t periods = (own_us + k->period_us / 2u) / k->period_us;
	if (periods <= 1) {
		learn_period(k, own_us);
		return 0;
	}
	if (periods < RESTART_PERIODS)
		return (uint8_t)(periods - 1u);
	complain(k, channel, FAULT_TIMEOUT, ms_of(dt_us));
	k->settling = SETTLING_CONVERSIONS;
	k->period_us = 0;
	return 0;
}

/* Count the conversions made up to the one just read; returns how many of them were lost. */
static uint8_t count_conversions(struct converter *k, uint8_t channel, const struct readiness *ready)
{
	uint8_t lost = ready->overwritten;

	if (k->running) {
		lost = (uint8_t)(lost + missed_in(k, channel, ready->t_us - k->last_us, lost));
		k->in_window = (uint16_t)(k->in_window + 1u + lost);
	} else {
		k->window_us = ready->t_us;
		k->in_window = 0;
	}
	k->running = true;
	k->last_us = ready->t_us;
	k->account.conversions += 1u + lost;
	k->account.overruns = (uint16_t)(k->account.overruns + lost);
	return lost;
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

/* Whether a transfer that has just ended may have met the next conversion; its time is known to some percent. */
static bool was_late(const struct converter *k, uint32_t ready_us)
{
	const uint32_t period_us = k->period_us == 0 ? 2u * SOONEST_US : k->period_us;

	return hal_micros() - ready_us > period_us - period_us / 32u;
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
	if (k->running && ready.t_us - k->last_us < SOONEST_US) {
		k->strikes++;
		complain(k, channel, FAULT_NOISE, 0);
		return false;
	}
	sample->channel = channel;
	sample->t_us = ready.t_us;
	sample->flags = count_conversions(k, channel, &ready) ? FLAG_OVERRUN : 0;
	sample->flags |= doubts(k, channel, sample->count, in_step);
	if (was_late(k, ready.t_us))
		sample->flags |= FLAG_LATE;
	sample->seq = (uint16_t)(k->account.conversions - 1u);
	return true;
}

bool converter_poll(uint8_t channel, struct sample *sample)
{
	struct converter *const k = &converters[channel];
	bool has_read = false;

	if (k->off) {
		if (hal_micros() - k->last_us >= OFF_US)
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

/* n conversions in us, in thousandths of a hertz, within 32 bits: whole hertz first, then what is left over. */
static uint32_t rate_mhz(uint16_t n, uint32_t us)
{
	const uint32_t million = n * 1000000UL;
	const uint32_t hertz = million / us;
	const uint32_t rate = hertz * 1000u + (million - hertz * us) * 1000u / us;

	return rate > RATE_MAX_MHZ ? RATE_MAX_MHZ : rate;
}

void converter_second(void)
{
	for (uint8_t c = 0; c < STEP_CHANNELS; c++) {
		struct converter *const k = &converters[c];
		const uint32_t us = k->last_us - k->window_us;

		k->account.rate_mhz = k->running && k->in_window > 0 ? rate_mhz(k->in_window, us) : 0;
		k->window_us = k->last_us;
		k->in_window = 0;
		if (k->account.rate_mhz > 0 && k->account.rate_mhz < SLOW_MHZ)
			complain(k, c, FAULT_RATE, (uint16_t)((k->account.rate_mhz + 50u) / 100u));
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
