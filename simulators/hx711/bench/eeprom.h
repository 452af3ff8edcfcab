/* The EEPROM, in place of simavr's: writing a byte takes its time, is visible as EEPE, and a power cut in the
 * middle leaves the byte half-written. Its contents live in a file from run to run. */
#ifndef BENCH_EEPROM_H
#define BENCH_EEPROM_H

#include <stdbool.h>
#include <stdint.h>

#include <simavr/avr_eeprom.h>
#include <simavr/sim_avr.h>

#include "level.h"

enum { EEPROM_SIZE = 1024 };

struct eeprom_counters {
	uint64_t writes;       /* bytes written, erased or both */
	uint64_t refused;      /* writes begun while one was running, or without EEMPE */
	uint64_t busy_reads;   /* reads while a write was running: the real part gives no data then */
	uint64_t half_written; /* bytes that a power cut spoiled */
};

struct eeprom {
	avr_t *avr;
	avr_eeprom_t *port;
	struct level ready;
	const char *path;
	uint64_t seed;
	uint64_t byte_cycles, enabled_at, begun_at, busy_until;
	bool busy;
	uint16_t address;
	uint8_t before, erased, after; /* the byte at the stages of its writing */
	uint8_t cells[EEPROM_SIZE];
	struct eeprom_counters counters;
};

/* Takes the EEPROM over from simavr and reads the file; a file that is not there is an erased EEPROM. */
void eeprom_init(struct eeprom *eeprom, avr_t *avr, const char *path, double byte_ms, uint64_t seed);

/* After a reset with the supply on: a running write goes on to its end. */
void eeprom_reset(struct eeprom *eeprom);

/* The supply is gone: a byte that is being written stays half-written. */
void eeprom_power_lost(struct eeprom *eeprom);

/* Writes the file, whole or not at all. */
void eeprom_save(const struct eeprom *eeprom);

#endif
