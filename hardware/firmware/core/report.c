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

bool report_sample(const struct sample *sample)
{
	if (!line_begin())
		return false;
	line_char('S');
	line_field(sample->channel);
#if BUG_SEQ_ON_SEND
	static uint16_t sent[STEP_CHANNELS];
	line_field(sent[sample->channel]++);
#else
	line_field(sample->seq);
#endif
	line_field(sample->t_us);
	line_char(' ');
	line_signed(sample->count);
	line_char(' ');
	line_hex(sample->flags, sample->flags > 15 ? 2 : 1);
	line_end();
	return true;
}

bool report_identity(void)
{
	static const FLASH char before[] = "I 1 fw=" STEP_FIRMWARE " board=" STEP_BOARD " uid=";
	static const FLASH char behind[] = " ch=" STEP_NAMES " gain=128 baud=" DIGITS(STEP_BAUD) " reset=";
	static const FLASH char power[] = "power", external[] = "external", brownout[] = "brownout";
	static const FLASH char watchdog[] = "watchdog", software[] = "software", unknown[] = "unknown";
	static const FLASH char *const FLASH causes[] = { power, external, brownout, watchdog, software, unknown };
	_Static_assert(sizeof before - 1 + 8 + sizeof behind - 1 + sizeof watchdog - 1 <= BODY_MAX, "I is a line");

	if (!line_begin())
		return false;
	line_text(before);
	line_hex(identity_uid(), 8);
	line_text(behind);
	line_text(causes[cause]);
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

bool report_health(const struct health *health, uint8_t *part)
{
	const uint8_t first = (uint8_t)(*part * HEALTH_CHANNELS);

	if (!line_begin())
		return false;
	line_char('H');
	line_field(health->uptime_ms);
	line_field(health->tx_dropped);
	line_field(health->rx_errors);
	for (uint8_t c = first; c < first + HEALTH_CHANNELS && c < STEP_CHANNELS; c++) {
		line_char(' ');
		if (c == first && c > 0) {
			line_unsigned(c);
			line_char('=');
		}
		say_account(converter_account(c));
	}
	line_end();
	*part = *part + 1u == HEALTH_LINES ? 0 : (uint8_t)(*part + 1u);
	return true;
}
