/*
 * Writes lines of the protocol, BODY*CCCC\n, straight to the serial port. A line goes out whole or not at all: room for
 * the longest it can become is made sure of before its first byte, which then leaves while the rest is still written.
 */
#ifndef STEP_LINE_H
#define STEP_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"

/* Longest line, its newline not counted; checksum and star are five of it. */
#define LINE_MAX 96u
#define BODY_MAX (LINE_MAX - 5u)

/* Room of the longest line with its newline. */
#define LINE_ROOM (LINE_MAX + 1u)

/* Longest sample line with its newline: "S 7 65535 4294967295 -8388608 1F*CCCC\n". */
#define SAMPLE_ROOM 38u

/* Begin a line of at most `room` bytes; false when there is no room, then nothing may be written. */
bool line_begin(uint16_t room);
void line_end(void);

void line_char(char c);
void line_text(const FLASH char *text);
void line_bytes(const char *bytes, uint8_t length);
void line_unsigned(uint32_t value);
void line_signed(int32_t value);
void line_hex(uint32_t value, uint8_t digits);

/* A space and then the number: most fields. */
void line_field(uint32_t value);

#endif
