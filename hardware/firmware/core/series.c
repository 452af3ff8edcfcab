#include "series.h"

/*
 * A converter that starts (again) is silent for four conversions, so a longer gap says nothing about how many were
 * made; a shorter one is a conversion that ended unseen, for instance in the middle of a transfer.
 */
#define RESTART_PERIODS 4u

/* Silent for so many periods it is taken to be dead: more than a start takes, and more than a RATE pin going low. */
#define DEAD_PERIODS 10u

/* The same while its period is not known: at 10 a second the first conversion takes 0.5 s from power-up. */
#define DEAD_US 1000000UL

/*
 * So many gaps in a row with nothing seen to be overwritten: not conversions are missed, but the period is wrong. One
 * spike on DOUT between two conversions is enough for that.
 */
#define GAPS_BELIEVED 4u

/* No more digits than H has for a rate. */
#define RATE_MAX_MHZ 999999UL

void series_begin(struct series *series, uint32_t now_us)
{
	series->last_us = now_us;
	series->period_us = 0;
	series->gaps = 0;
	series->running = false;
}

bool series_is_too_soon(const struct series *series, uint32_t t_us)
{
	return series->running && t_us - series->last_us < SOONEST_US;
}

/* Learn from a time that was one period. What was learnt first may really have been two; the next corrects it. */
static void learn_period(struct series *series, uint32_t dt_us)
{
	if (dt_us < series->period_us - series->period_us / 4u)
		series->period_us = dt_us;
	else
		series->period_us = series->period_us - series->period_us / 8u + dt_us / 8u;
}

/* How many periods have passed since the last conversion, to the nearest; of these, `overwritten` are accounted for. */
static uint32_t periods_to(struct series *series, uint32_t t_us, uint8_t overwritten)
{
	const uint32_t dt_us = (t_us - series->last_us) / (overwritten + 1u);

	if (series->period_us == 0)
		series->period_us = dt_us;
	const uint32_t periods = (dt_us + series->period_us / 2u) / series->period_us;
	if (periods <= 1)
		learn_period(series, dt_us);
	return periods;
}

/* Conversions ended unseen between this one and the last, or so it seems: then learn the period anew. */
static void doubt_period(struct series *series, bool gap)
{
	series->gaps = gap ? (uint8_t)(series->gaps + 1u) : 0;
	if (series->gaps < GAPS_BELIEVED)
		return;
	series->gaps = 0;
	series->period_us = 0;
}

static void begin_window(struct series *series, uint32_t t_us)
{
	series->window_us = t_us;
	series->in_window = 0;
}

uint16_t series_add(struct series *series, uint32_t t_us, uint8_t overwritten, bool *restarted)
{
	uint16_t lost = overwritten;

	*restarted = false;
	if (series->running) {
		const uint32_t periods = periods_to(series, t_us, overwritten);
		*restarted = periods >= RESTART_PERIODS;
		const bool gap = periods > 1 && !*restarted;
		if (gap)
			lost = (uint16_t)(lost + periods - 1u);
		doubt_period(series, gap && overwritten == 0);
	}
	if (*restarted)
		series->period_us = 0;
	if (*restarted || !series->running)
		begin_window(series, t_us);
	else
		series->in_window = (uint16_t)(series->in_window + 1u + lost);
	series->running = true;
	series->last_us = t_us;
	return lost;
}

bool series_is_silent(const struct series *series, uint32_t now_us)
{
	const uint32_t limit_us = series->period_us == 0 ? DEAD_US : series->period_us * DEAD_PERIODS;

	return now_us - series->last_us >= limit_us;
}

/* The next one is due when a period has passed, which is known to some percent. */
bool series_is_late(const struct series *series, uint32_t t_us, uint32_t now_us)
{
	const uint32_t period_us = series->period_us == 0 ? 2u * SOONEST_US : series->period_us;

	return now_us - t_us > period_us - period_us / 32u;
}

/* n conversions in us, in thousandths of a hertz, within 32 bits: whole hertz first, then what is left over. */
static uint32_t rate_mhz(uint16_t n, uint32_t us)
{
	const uint32_t million = n * 1000000UL;
	const uint32_t hertz = million / us;
	const uint32_t rate = hertz * 1000u + (million - hertz * us) * 1000u / us;

	return rate > RATE_MAX_MHZ ? RATE_MAX_MHZ : rate;
}

uint32_t series_rate_mhz(struct series *series)
{
	const uint16_t conversions = series->in_window;
	const uint32_t us = series->last_us - series->window_us;

	if (!series->running)
		return 0;
	begin_window(series, series->last_us);
	return conversions == 0 ? 0 : rate_mhz(conversions, us);
}
