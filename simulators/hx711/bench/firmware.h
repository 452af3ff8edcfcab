/* The firmware's file, in a controller that simavr makes. */
#ifndef BENCH_FIRMWARE_H
#define BENCH_FIRMWARE_H

#include <simavr/sim_avr.h>

struct firmware_size {
	unsigned flash_bytes, static_ram_bytes;
};

/* Returns an ATmega328P with the firmware of this ELF file in it; fails with a message when there is none. */
avr_t *firmware_load(const char *path, struct firmware_size *size);

#endif
