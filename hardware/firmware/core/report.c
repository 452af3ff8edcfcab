#include "report.h"

#include "config.h"
#include "hal.h"
#include "identity.h"
#include "line.h"

#define TEXT_OF(number) #number
#define DIGITS(macro) TEXT_OF(macro)

/* Channels in one H line; with all counters at their largest two are 91 bytes. */
#define HEALTH_CHANNELS 2u
#define HEALTH_LINES ((STEP_CHANNELS + HEALTH_CHANNELS - 1u) / HEALTH_CHANNELS)

static enum reset_cause cause;

void report_init(void)
{
	cause = hal_reset_cause();
}

bool report_sample(uint8_t channel, const struct sample *sample, uint16_t reserve)
{
	if (!line_begin(SAMPLE_ROOM + reserve))
		return false;
	line_char('S');
	line_field(channel);
	line_field(sample->seq);
	line_field(sample->t_us);
	line_char(' ');
	line_signed(sample->count);
	line_char(' ');
	line_hex(sample->flags, sample->flags > 15 ? 2 : 1);
	line_end();
	return true;
}

static const FLASH char *cause_word(void)
{
	static const FLASH char power[] = "power", external[] = "external", brownout[] = "brownout";
	static const FLASH char watchdog[] = "watchdog", software[] = "software", unknown[] = "unknown";

	switch (cause) {
	case RESET_POWER: return power;
	case RESET_EXTERNAL: return external;
	case RESET_BROWNOUT: return brownout;
	case RESET_WATCHDOG: return watchdog;
	case RESET_SOFTWARE: return software;
	default: return unknown;
	}
}

bool report_identity(void)
{
	static const FLASH char before[] = "I 1 fw=" STEP_FIRMWARE " board=" STEP_BOARD " uid=";
	static const FLASH char behind[] = " ch=" STEP_NAMES " gain=128 baud=" DIGITS(STEP_BAUD) " reset=";
	_Static_assert(sizeof before - 1 + 8 + sizeof behind - 1 + sizeof "watchdog" - 1 <= BODY_MAX, "I is a line");

	if (!line_begin(LINE_ROOM))
		return false;
	line_text(before);
	line_hex(identity_uid(), 8);
	line_text(behind);
	line_text(cause_word());
	line_end();
	return true;
}

static void say_account(const struct account *account)
{
	line_unsigned(account->conversions);
	line_char(':');
	line_unsigned(account->overruns);
	line_char(':');
	line_unsigned(account->faults);
	line_char(':');
	line_unsigned(account->rate_mhz);
}

uint16_t report_health_room(void)
{
	return HEALTH_LINES * LINE_ROOM;
}

bool report_health(uint32_t uptime_ms, uint16_t tx_dropped, uint16_t rx_errors)
{
	if (!line_begin(report_health_room()))
		return false;
	for (uint8_t c = 0; c < STEP_CHANNELS; c++) {
		if (c % HEALTH_CHANNELS == 0) {
			if (c > 0) {
				line_end();
				line_begin(LINE_ROOM); /* there is: room for all lines was asked for */
			}
			line_char('H');
			line_field(uptime_ms);
			line_field(tx_dropped);
			line_field(rx_errors);
		}
		line_char(' ');
		if (c > 0 && c % HEALTH_CHANNELS == 0) {
			line_unsigned(c);
			line_char('=');
		}
		say_account(converter_account(c));
	}
	line_end();
	return true;
}
