#include "command.h"

#include <stdbool.h>

#include "crc16.h"
#include "line.h"

#define SEAL 5u /* bytes of "*CCCC" */

static char line[LINE_MAX];
static uint8_t length;      /* of what is in line */
static uint8_t body_length; /* of the command last heard */
static bool returned;       /* the last byte was \r, which is right only directly before \n */
static bool spoilt;         /* a byte came that belongs in no line */
static bool passing_over;   /* told as overlong; the rest up to \n means nothing */

static void forget_line(void)
{
	length = 0;
	returned = false;
	spoilt = false;
	passing_over = false;
}

void command_init(void)
{
	body_length = 0;
	forget_line();
}

/* Value of an upper-case hexadecimal digit; 255 for anything else. */
static uint8_t hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return (uint8_t)(c - '0');
	if (c >= 'A' && c <= 'F')
		return (uint8_t)(c - 'A' + 10);
	return 255;
}

static enum heard judge(void)
{
	uint16_t sent = 0, right = CRC16_START;

	if (length == 0)
		return HEARD_NOTHING;
	if (spoilt || length < SEAL || line[length - SEAL] != '*')
		return HEARD_FORM;
	for (uint8_t i = (uint8_t)(length - SEAL + 1u); i < length; i++) {
		const uint8_t digit = hex_value(line[i]);
		if (digit > 15)
			return HEARD_FORM;
		sent = (uint16_t)((sent << 4) | digit);
	}
	body_length = (uint8_t)(length - SEAL);
	for (uint8_t i = 0; i < body_length; i++)
		right = crc16_add(right, (uint8_t)line[i]);
	return sent == right ? HEARD_COMMAND : HEARD_CRC;
}

static enum heard end_of_line(void)
{
	const enum heard heard = passing_over ? HEARD_NOTHING : judge();

	forget_line();
	return heard;
}

static enum heard append(uint8_t byte)
{
	if (length == LINE_MAX) {
		passing_over = true;
		return HEARD_OVERLONG;
	}
	if (byte < 0x20 || byte > 0x7E)
		spoilt = true;
	line[length++] = (char)byte;
	return HEARD_NOTHING;
}

enum heard command_feed(uint8_t byte)
{
	enum heard heard = HEARD_NOTHING;

	if (byte == '\n')
		return end_of_line();
	if (passing_over)
		return HEARD_NOTHING;
	if (returned)
		heard = append('\r'); /* it was not directly before the end, so it is a byte of the line, and a wrong one */
	returned = byte == '\r';
	if (heard == HEARD_NOTHING && !returned)
		heard = append(byte);
	return heard;
}

const char *command_body(void)
{
	return line;
}

uint8_t command_length(void)
{
	return body_length;
}
