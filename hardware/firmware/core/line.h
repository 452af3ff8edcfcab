/*
 * Writes lines of the protocol, BODY*CCCC\n, straight to the serial port. A line goes out whole or not at all: it begins
 * only when there is room for the longest there is, and then leaves while it is still being written.
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

/* Whether there is room for the longest line. */
bool line_has_room(void);

/* Begin a line; false when there is no room, then nothing may be written. */
bool line_begin(void);
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
