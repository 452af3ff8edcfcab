#include "speed.h"

#include <asm/termbits.h>
#include <math.h>
#include <sys/ioctl.h>

#include "clock.h"

enum { FRAME_BITS = 10, DATA_BITS = 8, UNSET = 38400 };

static const double TOLERANCE = 0.04; /* half a bit in ten, less what the board's own divider is off */

double speed_of_terminal(int terminal)
{
	struct termios2 attributes;
	if (ioctl(terminal, TCGETS2, &attributes) != 0 || attributes.c_ospeed == UNSET)
		return 0;
	return attributes.c_ospeed;
}

bool speeds_agree(double sent, double own)
{
	return sent <= 0 || own <= 0 || fabs(own / sent - 1) < TOLERANCE;
}

/* Looks at the line once, within a byte; returns whether that was the stop bit, which ends it. */
static bool look(struct receiver *receiver, bool level, double bit_cycles)
{
	receiver->next_at += bit_cycles;
	if (receiver->bits == DATA_BITS) {
		if (!level)
			receiver->byte = 0;
		receiver->within = false;
		return true;
	}
	receiver->byte |= (uint8_t)(level << receiver->bits++);
	return false;
}

static void begin(struct receiver *receiver, double edge_at, double bit_cycles)
{
	*receiver = (struct receiver){.within = true, .next_at = edge_at + 1.5 * bit_cycles};
}

size_t speed_garble(struct receiver *receiver, uint8_t byte, uint64_t ended_at, double sent, double own,
                    uint8_t made[GARBLED_ROOM])
{
	double bit = CPU_HZ / sent, own_bit = CPU_HZ / own;
	double start = (double)ended_at - FRAME_BITS * bit;
	size_t count = 0;
	while (receiver->within && receiver->next_at < start) /* the line was idle */
		if (look(receiver, true, own_bit))
			made[count++] = receiver->byte;
	unsigned frame = (unsigned)byte << 1 | 1u << (FRAME_BITS - 1);
	for (int at = 0; at < FRAME_BITS; at++) {
		bool level = frame >> at & 1u;
		double from = start + at * bit, until = from + bit;
		if (!receiver->within && !level && receiver->next_at < until)
			begin(receiver, fmax(from, receiver->next_at), own_bit);
		while (receiver->within && receiver->next_at < until && count < GARBLED_ROOM)
			if (look(receiver, level, own_bit))
				made[count++] = receiver->byte;
	}
	return count;
}
