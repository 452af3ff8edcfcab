#include "fault.h"

#include "line.h"

/* Ticks after which a fault may be told again: a second, the tick that is under way, and one for a line's way out. */
#define QUIET_TICKS 52u

#define DUE 0x80u /* beside the ticks that are left, in one byte */
#define QUIET 0x7Fu

#define VALUED (FAULT_RATE + 1) /* codes with a value come first */

/* All faults of channel 0, then of the others, then the board's. */
#define BOARD_AT (STEP_CHANNELS * CHANNEL_FAULTS)
#define ENTRIES (BOARD_AT + BOARD_FAULTS)
static uint8_t telling[ENTRIES];

static uint16_t channel_values[STEP_CHANNELS][VALUED];
static uint16_t board_values[BOARD_FAULTS];

void fault_init(void)
{
	for (uint8_t i = 0; i < ENTRIES; i++)
		telling[i] = 0;
}

void fault_of_channel(enum channel_fault fault, uint8_t channel, uint16_t value)
{
	telling[channel * CHANNEL_FAULTS + fault] |= DUE;
	if (fault < VALUED)
		channel_values[channel][fault] = value;
}

void fault_of_board(enum board_fault fault, uint16_t value)
{
	telling[BOARD_AT + fault] |= DUE;
	board_values[fault] = value;
}

/* What becomes due while it has to be quiet is told when that is over. */
void fault_tick(void)
{
	for (uint8_t i = 0; i < ENTRIES; i++)
		if (telling[i] & QUIET)
			telling[i]--;
}

static void say_tenths(uint16_t tenths)
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
		say_tenths(channel_values[channel][FAULT_RATE]);
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
	static const FLASH char brownout[] = "E BROWNOUT - ", about[] = "about ", volts[] = " V", reset[] = "reset";
	static const FLASH char below_usual[] = " % below usual";
	const uint16_t value = board_values[fault];

	if (fault == FAULT_BROWNOUT) {
		line_text(brownout);
		if (value == 0) {
			line_text(reset);
		} else if (value <= 100u) {
			line_unsigned(value);
			line_text(below_usual);
		} else {
			line_text(about);
			say_tenths((uint16_t)(value + 50u) / 100u);
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

bool fault_send(void)
{
	for (uint8_t i = 0; i < ENTRIES; i++) {
		if (telling[i] != DUE)
			continue;
		if (line_begin()) {
			telling[i] = QUIET_TICKS;
			if (i < BOARD_AT)
				say_of_channel(i % CHANNEL_FAULTS, i / CHANNEL_FAULTS);
			else
				say_of_board((uint8_t)(i - BOARD_AT));
		}
		return true;
	}
	return false;
}
