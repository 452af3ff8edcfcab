#include "step.h"

#include <stddef.h>

#include "answer.h"
#include "calibration.h"
#include "config.h"
#include "converter.h"
#include "fault.h"
#include "hal.h"
#include "identity.h"
#include "line.h"
#include "queue.h"
#include "ready.h"
#include "report.h"

#define TICK_US 20000UL
#define TICKS_OF_TENTH 5u
#define TENTHS_OF_SECOND 10u

/* I comes every five seconds, half-way between two H, so that the two never fill the line together. */
#define IDENTITY_TENTHS 50u
#define IDENTITY_AT 25u

/* Samples that may go before a line of another kind that waits. */
#define SAMPLES_IN_ROW 4u

/* Below this the converters' own regulators have nothing left to regulate. */
#define SUPPLY_LOW_MV 4300u

static uint32_t tick_us;   /* the last tick was here */
static uint32_t uptime_ms; /* up to there */
static uint8_t ticks;      /* of TICKS_OF_TENTH */
static uint8_t tenths;     /* of IDENTITY_TENTHS */
static uint16_t tx_dropped;
static bool announced; /* the first I has been sent; nothing comes before it */
static bool identity_due;
static bool health_due;
static struct health health; /* as it was when the first of its lines was sent */
static uint8_t health_part;
static uint8_t samples_in_row;
static bool waiting_for_room; /* a line is due, and could not be sent */

void step_boot(void)
{
	uint16_t damaged;

	tick_us = hal_micros();
	uptime_ms = 0;
	ticks = 0;
	tenths = 0;
	tx_dropped = 0;
	announced = false;
	identity_due = false;
	health_due = false;
	health_part = 0;
	samples_in_row = 0;
	waiting_for_room = false;
	queue_init();
	fault_init();
	answer_init();
	report_init();
	record_init();
	ready_init();
	converter_init(tick_us);
	damaged = calibration_init();
	if (identity_init())
		damaged |= FAULT_UID;
	if (damaged != 0)
		fault_of_board(FAULT_EEPROM, damaged);
	if (hal_reset_cause() == RESET_BROWNOUT)
		fault_of_board(FAULT_BROWNOUT, 0);
}

void step_pins_changed(uint8_t dout, uint32_t t_us)
{
	ready_pins(dout, t_us);
}

bool step_ready_masked(void)
{
	return ready_mask() != 0 || (waiting_for_room && line_has_room());
}

static void send_later(const struct sample *sample)
{
	if (!announced || !answer_streaming() || answer_rebooting())
		return;
	if (!queue_put(sample))
		tx_dropped++;
}

static bool read_converters(void)
{
	bool any = false;

	for (uint8_t c = 0; c < STEP_CHANNELS; c++) {
		struct sample sample;
		if (!converter_poll(c, &sample))
			continue;
		identity_stir(sample.t_us ^ (uint32_t)sample.count << 16);
		send_later(&sample);
		if (announced)
			answer_hear(); /* bytes must not wait for more than one line to be written */
		any = true;
	}
	return any;
}

static void check_supply(void)
{
	const uint16_t supply_mv = hal_supply_mv();

	if (supply_mv != 0 && supply_mv < SUPPLY_LOW_MV)
		fault_of_board(FAULT_BROWNOUT, supply_mv);
}

static void pass_tenth(void)
{
	tenths++;
	if (tenths == IDENTITY_TENTHS)
		tenths = 0;
	answer_tenth();
	check_supply();
	if (tenths == IDENTITY_AT)
		identity_due = true;
	if (tenths % TENTHS_OF_SECOND == 0) {
		converter_second();
		health_due = true;
	}
}

static void pass_tick(void)
{
	uptime_ms += TICK_US / 1000u;
	fault_tick();
	ticks++;
	if (ticks == TICKS_OF_TENTH) {
		ticks = 0;
		pass_tenth();
	}
}

static void pass_time(void)
{
	while (hal_micros() - tick_us >= TICK_US) {
		tick_us += TICK_US;
		pass_tick();
	}
}

static uint32_t uptime_now_ms(void)
{
	return uptime_ms + (hal_micros() - tick_us) / 1000u;
}

/* The first line, behind an empty one that ends whatever the host may have heard of a boot loader. */
static bool announce(void)
{
	if (!identity_known())
		return false;
	hal_tx_put('\n');
	announced = report_identity();
	return announced;
}

static void send_health(void)
{
	if (health_part == 0) {
		health.uptime_ms = uptime_now_ms();
		health.tx_dropped = tx_dropped;
		health.rx_errors = answer_rx_errors();
	}
	if (report_health(&health, &health_part))
		health_due = health_part != 0;
}

/* What has its own measure goes before answers, of which there are as many as the host wants. */
static bool send_other(void)
{
	if (fault_send())
		return true;
	if (health_due)
		send_health();
	else if (identity_due)
		identity_due = !report_identity();
	else
		return answer_send();
	return true;
}

/*
 * Send at most one line; returns whether one is due. Samples go first, but where they never end every fifth line is
 * another: so neither can crowd out the other, however much the host asks or the converters say.
 */
static bool send_due(void)
{
	const struct sample *const sample = queue_first();
	const bool room = line_has_room();

	if (!announced)
		return announce();
	if (answer_rebooting())
		return true;
	if (health_part != 0) {
		send_health();
	} else if (sample != NULL && samples_in_row < SAMPLES_IN_ROW) {
		if (report_sample(sample)) {
			queue_drop();
			samples_in_row++;
		}
	} else if (send_other() || sample != NULL) {
		if (room)
			samples_in_row = 0;
	} else {
		return false;
	}
	return true;
}

static void keep_identity(void)
{
	if (identity_poll(uptime_ms) == WRITE_FAILED)
		fault_of_board(FAULT_EEPROM, 0);
}

bool step_poll(void)
{
	while (BUG_HANG && uptime_ms >= 2000u && hal_reset_cause() == RESET_POWER) {
	}
	hal_watchdog_reset();
	const bool has_read = read_converters();
	const bool due = send_due();
	waiting_for_room = due && !line_has_room();
	pass_time();
	keep_identity();
	if (announced)
		answer_hear();
	answer_store();
	if (answer_rebooting() && hal_tx_idle())
		hal_reboot();
	return has_read || (due && !waiting_for_room) || converter_switching() || record_busy();
}
