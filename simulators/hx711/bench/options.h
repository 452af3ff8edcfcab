/* What hxbench was asked to do. */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "../model/hx711.h"

enum { MAX_CHIPS = 4, MAX_FAULTS = 64, WHOLE_BOARD = -1 };

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

struct options {
	const char *elf;
	int chips, dout_shift;
	bool shared_clock;
	double rate_sps[MAX_CHIPS], jitter, drift;
	uint64_t seed;
	enum hx_collision collision;
	const char *counts, *conversions, *host_input;
	double seconds, speed, max_wall_s;
	const char *pty;
	bool wait_host, block;
	double dtr_reset_ms; /* negative: opening the port resets nothing */
	struct fault faults[MAX_FAULTS];
	int fault_count;
	const char *eeprom;
	double eeprom_ms;
	const char *conversion_log, *uart_log, *vcd, *coverage, *stats;
	bool checks;
};

/* Reads the command line; a bad option ends the process with a message. */
void options_read(struct options *options, int count, char **arguments);

#endif
