/* The speed of the host's side of the line. A pseudo-terminal carries bytes whatever speed the host has set, a wire
 * does not: here a receiver at another speed makes of them what it would make of the bits. */
#ifndef BENCH_SPEED_H
#define BENCH_SPEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct receiver {
	bool within;       /* a byte, whose next bit is looked at at `next_at` */
	int bits;
	uint8_t byte;
	double next_at;    /* cycles; between bytes, from when a start bit is looked for */
};

enum { GARBLED_ROOM = 64 }; /* more bytes than any receiver makes of one */

/* Bits a second that a host has set on a terminal; 0 when it has set none (a new terminal says 38400). */
double speed_of_terminal(int terminal);

/* Whether a receiver at `own` bits a second understands one that sends at `sent`; a speed of 0 understands all. */
bool speeds_agree(double sent, double own);

/* What a receiver at `own` bits a second makes of a byte sent at `sent`, whose stop bit ends at this cycle. A byte
 * without a stop bit reads as 0, as terminals have it. Returns how many bytes it made of this and earlier ones. */
size_t speed_garble(struct receiver *receiver, uint8_t byte, uint64_t ended_at, double sent, double own,
                    uint8_t made[GARBLED_ROOM]);

#endif
