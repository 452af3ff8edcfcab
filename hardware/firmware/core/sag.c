#include "sag.h"

#include <stdint.h>

#include "fault.h"
#include "hal.h"

/*
 * A board measures its supply against a reference of its own that may be 1.0 to 1.2 V where 1.1 are meant: a sound
 * 4.65 V can show as 4.26, and 4.5 as 4.95. Two things are true whatever the reference is: what shows below this limit
 * is below 4.4 V, hence too little for a 16 MHz ATmega328P ...
 */
#define SUPPLY_LOW_MV 4000u

/* ... and a part by which it has fallen. A USB port's own range, 5.25 to 4.75 V, is less than an eighth. */
#define SUPPLY_FALL 8u

/* Rises by an eighth of what is missing: one wrong measurement, the very first for one, sets no standard. */
#define SUPPLY_SLOWNESS 8

static uint16_t usual_mv;

void sag_init(void)
{
	usual_mv = 0;
}

void sag_tenth(void)
{
	const uint16_t shown_mv = hal_supply_mv();

	if (shown_mv == 0)
		return;
	if (shown_mv > usual_mv)
		usual_mv = (uint16_t)(usual_mv + (shown_mv - usual_mv) / SUPPLY_SLOWNESS);
	if (usual_mv > shown_mv && (uint16_t)(usual_mv - shown_mv) > usual_mv / SUPPLY_FALL)
		fault_of_board(FAULT_BROWNOUT, (uint16_t)((uint32_t)(usual_mv - shown_mv) * 100u / usual_mv));
	else if (shown_mv < SUPPLY_LOW_MV)
		fault_of_board(FAULT_BROWNOUT, shown_mv);
}
