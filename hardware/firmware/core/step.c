#include "step.h"

#include "answer.h"
#include "calibration.h"
#include "config.h"
#include "converter.h"
#include "fault.h"
#include "hal.h"
#include "identity.h"
#include "ready.h"
#include "report.h"
#include "sag.h"
#include "speak.h"
#include "uptime.h"

#define TENTHS_OF_SECOND 10u

/* I comes every five seconds, half-way between two H, so that the two never fill the line together. */
#define IDENTITY_TENTHS 50u
#define IDENTITY_AT 25u

static uint8_t ticks;  /* of TICKS_OF_TENTH */
static uint8_t tenths; /* of IDENTITY_TENTHS */

static void look_at_memory(void)
{
	uint16_t damaged = calibration_init();

	if (identity_init())
		damaged |= FAULT_UID;
	if (damaged != 0)
		fault_of_board(FAULT_EEPROM, damaged);
}

void step_boot(void)
{
	ticks = 0;
	tenths = 0;
	uptime_init();
	fault_init();
	speak_init();
	answer_init();
	report_init();
	record_init();
	ready_init();
	converter_init();
	sag_init();
	look_at_memory();
	if (hal_reset_cause() == RESET_BROWNOUT)
		fault_of_board(FAULT_BROWNOUT, 0);
}

void step_pins_changed(uint8_t dout, uint32_t t_us)
{
	ready_pins(dout, t_us);
}

bool step_ready_masked(void)
{
	return ready_mask() != 0 || speak_has_room_again();
}

static void hear(void)
{
	if (speak_has_begun())
		answer_hear();
}

static bool read_converters(void)
{
	bool any = false;

	for (uint8_t c = 0; c < STEP_CHANNELS; c++) {
		struct sample sample;
		if (!converter_poll(c, &sample))
			continue;
		identity_stir(sample.t_us ^ (uint32_t)sample.count << 16);
		speak_sample(&sample);
		any = true;
	}
	return any;
}

static void pass_tenth(void)
{
	tenths = tenths + 1u == IDENTITY_TENTHS ? 0 : (uint8_t)(tenths + 1u);
	answer_tenth();
	sag_tenth();
	if (tenths == IDENTITY_AT)
		speak_identity();
	if (tenths % TENTHS_OF_SECOND == 0) {
		converter_second();
		speak_health();
	}
}

static void pass_time(void)
{
	while (uptime_tick()) {
		fault_tick();
		ticks++;
		if (ticks == TICKS_OF_TENTH) {
			ticks = 0;
			pass_tenth();
		}
	}
}

static void keep_identity(void)
{
	if (identity_poll(uptime_ticks_ms()) == WRITE_FAILED)
		fault_of_board(FAULT_EEPROM, 0);
}

bool step_poll(void)
{
	while (BUG_HANG && uptime_ticks_ms() >= 2000u && hal_reset_cause() == RESET_POWER) {
	}
	hal_watchdog_reset();
	const bool has_read = read_converters();
	const bool may_speak_on = speak_poll();
	hear();
	pass_time();
	keep_identity();
	answer_store();
	if (answer_rebooting() && hal_tx_idle())
		hal_reboot();
	return has_read || may_speak_on || converter_switching() || record_busy();
}
