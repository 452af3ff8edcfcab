#include "uptime.h"

#include "hal.h"

#define US_OF_MS 1000u
#define TICK_US (TICK_MS * US_OF_MS)

static uint32_t tick_us; /* the last tick was here */
static uint32_t ms;      /* up to there */

void uptime_init(void)
{
	tick_us = hal_micros();
	ms = 0;
}

bool uptime_tick(void)
{
	if (hal_micros() - tick_us < TICK_US)
		return false;
	tick_us += TICK_US;
	ms += TICK_MS;
	return true;
}

uint32_t uptime_ticks_ms(void)
{
	return ms;
}

uint32_t uptime_now_ms(void)
{
	return ms + (hal_micros() - tick_us) / US_OF_MS;
}
