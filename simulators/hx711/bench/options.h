/* What hxbench was asked to do. */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "../model/hx711.h"
#include "fault.h"

enum { MAX_FAULTS = 64 };

struct options {
	const char *elf;
	int chips, dout_shift;
	bool shared_clock;
	double rate_sps[MAX_CHIPS], jitter, drift;
	uint64_t seed;
	enum hx_collision collision;
	const char *counts, *conversions, *host_input;
	double seconds, speed, max_wall_s;
	const char *pty, *clock;
	long parent; /* ends with this process; 0: with none */
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
