#include "step.h"

#include "answer.h"
#include "calibration.h"
#include "config.h"
#include "converter.h"
#include "fault.h"
#include "hal.h"
#include "identity.h"
#include "line.h"
#include "ready.h"
#include "report.h"

#define TENTH_US 100000UL
#define TENTHS_OF_SECOND 10u

/* I comes every five seconds, half-way between two H, so that the two never fill the line together. */
#define IDENTITY_TENTHS 50u
#define IDENTITY_AT 25u

/* Below this the converters' own regulators have nothing left to regulate. */
#define SUPPLY_LOW_MV 4300u

static uint32_t tenth_us;  /* the last tenth of a second began here */
static uint32_t uptime_ms; /* up to there */
static uint8_t tenths;     /* of IDENTITY_TENTHS */
static uint16_t tx_dropped;
static bool announced; /* the first I has been sent; nothing comes before it */
static bool identity_due;
static bool health_due;

void step_boot(void)
{
	uint16_t damaged;

	tenth_us = hal_micros();
	uptime_ms = 0;
	tenths = 0;
	tx_dropped = 0;
	announced = false;
	identity_due = false;
	health_due = false;
	fault_init();
	answer_init();
	report_init();
	record_init();
	ready_init();
	converter_init(tenth_us);
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
	return ready_mask() != 0;
}

/* While H waits for room, samples leave it that room: on a line that is too slow for them all, H still comes. */
static uint16_t sample_reserve(void)
{
	return health_due ? report_health_room() : LINE_ROOM;
}

static void send_sample(uint8_t channel, const struct sample *sample)
{
	if (!announced || !answer_streaming() || answer_rebooting())
		return;
	if (!report_sample(channel, sample, sample_reserve()))
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
		send_sample(c, &sample);
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
	uptime_ms += TENTH_US / 1000u;
	tenths++;
	if (tenths == IDENTITY_TENTHS)
		tenths = 0;
	fault_tenth();
	answer_tenth();
	check_supply();
	if (tenths == IDENTITY_AT)
		identity_due = true;
	if (tenths % TENTHS_OF_SECOND == 0) {
		converter_second();
		health_due = true;
	}
}

static void pass_time(void)
{
	while (hal_micros() - tenth_us >= TENTH_US) {
		tenth_us += TENTH_US;
		pass_tenth();
	}
}

static uint32_t uptime_now_ms(void)
{
	return uptime_ms + (hal_micros() - tenth_us) / 1000u;
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

/* Send at most one line (H may be two) of those that are due, answers and faults first; returns whether one is due. */
static bool send_due(void)
{
	if (!announced)
		return announce();
	if (answer_rebooting())
		return true;
	if (answer_poll() || fault_send())
		return true;
	if (health_due) {
		health_due = !report_health(uptime_now_ms(), tx_dropped, answer_rx_errors());
		return true;
	}
	if (identity_due) {
		identity_due = !report_identity();
		return true;
	}
	return false;
}

static void keep_identity(void)
{
	const uint32_t now_ms = uptime_now_ms();

	if (identity_poll(now_ms > UINT16_MAX ? UINT16_MAX : (uint16_t)now_ms) == WRITE_FAILED)
		fault_of_board(FAULT_EEPROM, 0);
}

bool step_poll(void)
{
	bool more;

	hal_watchdog_reset();
	more = read_converters();
	pass_time();
	keep_identity();
	if (announced)
		answer_hear();
	more = send_due() || more;
	if (answer_rebooting() && hal_tx_idle())
		hal_reboot();
	return more || converter_switching() || record_busy();
}
