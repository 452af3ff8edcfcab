#include "line.h"

#include "crc16.h"
#include "hal.h"

static uint16_t crc;

bool line_has_room(void)
{
	return BUG_SPLIT_LINES || hal_tx_room() >= LINE_ROOM;
}

bool line_begin(void)
{
	crc = CRC16_START;
	return line_has_room();
}

static void send(char c)
{
	if (BUG_SPLIT_LINES && hal_tx_room() == 0)
		return;
	hal_tx_put((uint8_t)c);
}

void line_char(char c)
{
	crc = crc16_add(crc, (uint8_t)c);
	send(c);
}

void line_text(const FLASH char *text)
{
	for (char c = *text; c != '\0'; c = *++text)
		line_char(c);
}

void line_bytes(const char *bytes, uint8_t length)
{
	while (length--)
		line_char(*bytes++);
}

/*
 * Subtracting powers of ten takes some 40 us for the longest number on an 8-bit processor; ten divisions of 32 bits
 * take ten times as long.
 */
void line_unsigned(uint32_t value)
{
	static const FLASH uint32_t powers[] = {
		1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1,
	};
	bool begun = false;

	for (uint8_t i = 0; i < 10; i++) {
		const uint32_t power = powers[i];
		char digit = '0';
		while (value >= power) {
			value -= power;
			digit++;
		}
		if (digit != '0' || power == 1)
			begun = true;
		if (begun)
			line_char(digit);
	}
}

void line_signed(int32_t value)
{
	if (value < 0) {
		line_char('-');
		line_unsigned(0u - (uint32_t)value);
	} else {
		line_unsigned((uint32_t)value);
	}
}

static char hex_digit(uint8_t value)
{
	return (char)(value < 10 ? '0' + value : 'A' - 10 + value);
}

void line_hex(uint32_t value, uint8_t digits)
{
	while (digits--) {
		uint32_t rest = value;
		for (uint8_t i = 0; i < digits; i++)
			rest >>= 4;
		line_char(hex_digit((uint8_t)(rest & 15u)));
	}
}

void line_field(uint32_t value)
{
	line_char(' ');
	line_unsigned(value);
}

void line_end(void)
{
	const uint16_t sum = crc;

	line_char('*');
	line_hex(sum, 4);
	send('\n');
}
