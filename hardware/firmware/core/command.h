/* Reads lines of the protocol from single bytes. Never waits for a line's end, whatever comes. */
#ifndef STEP_COMMAND_H
#define STEP_COMMAND_H

#include <stdint.h>

enum heard {
	HEARD_NOTHING,  /* the line goes on, or was empty */
	HEARD_COMMAND,  /* command_body() is whole and its checksum is right */
	HEARD_OVERLONG, /* the three faults of a line, in the order in which they are looked for */
	HEARD_FORM,
	HEARD_CRC,
};

void command_init(void);

/* Take the next byte. An overlong line is told when it becomes so, and passed over to its end. */
enum heard command_feed(uint8_t byte);

/* The body of the command last heard, until the next byte is fed. */
const char *command_body(void);
uint8_t command_length(void);

#endif
