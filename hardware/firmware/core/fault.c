#include "fault.h"

#include "line.h"

/*
 * Tenths of a second after which a fault may be told again. The first of them is under way already, so that eleven are
 * never less than a second.
 */
#define QUIET_TENTHS 11u

#define DUE 0x80u /* beside the tenths that are left, in one byte */
#define QUIET 0x7Fu

#define VALUED (FAULT_RATE + 1) /* codes with a value come first */

static uint8_t channel_telling[STEP_CHANNELS][CHANNEL_FAULTS];
static uint16_t channel_values[STEP_CHANNELS][VALUED];
static uint8_t board_telling[BOARD_FAULTS];
static uint16_t board_values[BOARD_FAULTS];

void fault_init(void)
{
	for (uint8_t c = 0; c < STEP_CHANNELS; c++)
		for (uint8_t f = 0; f < CHANNEL_FAULTS; f++)
			channel_telling[c][f] = 0;
	for (uint8_t f = 0; f < BOARD_FAULTS; f++)
		board_telling[f] = 0;
}

void fault_of_channel(enum channel_fault fault, uint8_t channel, uint16_t value)
{
	channel_telling[channel][fault] |= DUE;
	if (fault < VALUED)
		channel_values[channel][fault] = value;
}

void fault_of_board(enum board_fault fault, uint16_t value)
{
	board_telling[fault] |= DUE;
	board_values[fault] = value;
}

/* What was due while it had to be quiet has been told already, a moment ago: it does not come late. */
static void tenth(uint8_t *telling)
{
	if ((*telling & QUIET) == 0)
		return;
	(*telling)--;
	*telling &= QUIET;
}

void fault_tenth(void)
{
	for (uint8_t c = 0; c < STEP_CHANNELS; c++)
		for (uint8_t f = 0; f < CHANNEL_FAULTS; f++)
			tenth(&channel_telling[c][f]);
	for (uint8_t f = 0; f < BOARD_FAULTS; f++)
		tenth(&board_telling[f]);
}

static void begin_tenths(uint16_t tenths)
{
	line_unsigned(tenths / 10u);
	line_char('.');
	line_unsigned(tenths % 10u);
}

static void say_of_channel(uint8_t fault, uint8_t channel)
{
	static const FLASH char timeout[] = "E TIMEOUT ", rate[] = "E RATE ", stuck[] = "E STUCK ";
	static const FLASH char desync[] = "E DESYNC ", noise[] = "E NOISE ", saturated[] = "E SATURATED ";
	static const FLASH char *const FLASH codes[CHANNEL_FAULTS] = { timeout, rate, stuck, desync, noise, saturated };
	static const FLASH char no_conversion[] = " no conversion for ", rate_pin[] = " samples/s, RATE pin low";
	static const FLASH char low[] = " DOUT stays low", shifted[] = " DOUT low after the last clock";
	static const FLASH char soon[] = " ready too soon", range[] = " count at the end of its range";
	static const FLASH char ms[] = " ms";

	line_text(codes[fault]);
	line_unsigned(channel);
	switch (fault) {
	case FAULT_TIMEOUT:
		line_text(no_conversion);
		line_unsigned(channel_values[channel][FAULT_TIMEOUT]);
		line_text(ms);
		break;
	case FAULT_RATE:
		line_char(' ');
		begin_tenths(channel_values[channel][FAULT_RATE]);
		line_text(rate_pin);
		break;
	case FAULT_STUCK: line_text(low); break;
	case FAULT_DESYNC: line_text(shifted); break;
	case FAULT_NOISE: line_text(soon); break;
	default: line_text(range); break;
	}
	line_end();
}

static void say_of_board(uint8_t fault)
{
	static const FLASH char eeprom[] = "E EEPROM -", damaged[] = " damaged:", uid[] = " uid", lost[] = " not written";
	static const FLASH char brownout[] = "E BROWNOUT - ", volts[] = " V", reset[] = "reset";
	const uint16_t value = board_values[fault];

	if (fault == FAULT_BROWNOUT) {
		line_text(brownout);
		if (value == 0) {
			line_text(reset);
		} else {
			begin_tenths((uint16_t)(value + 50u) / 100u);
			line_text(volts);
		}
	} else {
		line_text(eeprom);
		line_text(value == 0 ? lost : damaged);
		if (value & FAULT_UID)
			line_text(uid);
		for (uint8_t c = 0; c < STEP_CHANNELS; c++)
			if (value & (1u << c))
				line_field(c);
	}
	line_end();
}

/* Whether it is to be told now; then it counts as told. */
static bool claim(uint8_t *telling)
{
	if (*telling != DUE || !line_begin(LINE_ROOM))
		return false;
	*telling = QUIET_TENTHS;
	return true;
}

bool fault_send(void)
{
	for (uint8_t f = 0; f < BOARD_FAULTS; f++)
		if (claim(&board_telling[f])) {
			say_of_board(f);
			return true;
		}
	for (uint8_t c = 0; c < STEP_CHANNELS; c++)
		for (uint8_t f = 0; f < CHANNEL_FAULTS; f++)
			if (claim(&channel_telling[c][f])) {
				say_of_channel(f, c);
				return true;
			}
	return false;
}
