/* What can go wrong in a run, and how it is written: T:CHIP:KIND[:ARG]. */
#ifndef BENCH_FAULT_H
#define BENCH_FAULT_H

enum { MAX_CHIPS = 4, WHOLE_BOARD = -1 };

enum fault_kind {
	FAULT_DEAD, FAULT_STUCK_LOW, FAULT_OK, FAULT_BROWNOUT, FAULT_RATE,       /* of one chip */
	FAULT_SUPPLY_DIP, FAULT_POWER_CUT, FAULT_UNPLUG, FAULT_RESET, FAULT_VOLTAGE, /* of the whole board */
};

struct fault {
	double at_s;
	int chip;
	enum fault_kind kind;
	double argument; /* samples a second, milliseconds, or millivolts */
};

/* Reads a fault, or fails with a message that says what is wrong with it. */
struct fault fault_read(const char *text);

#endif
