/* What happened, as files: conversions and their fate, bytes on the wire, wave forms. */
#ifndef BENCH_LOG_H
#define BENCH_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "../model/hx711.h"

struct log {
	FILE *conversions, *uart, *wave;
	uint64_t wave_time;
};

/* Opens the files named, NULL for none. */
void log_open(struct log *log, const char *conversions, const char *uart, const char *wave, int chips);

void log_conversion(struct log *log, int chip, enum hx_fate fate, const struct hx_conversion *conversion);
void log_byte(struct log *log, uint64_t at, uint8_t byte);
void log_dout(struct log *log, int chip, uint64_t at, bool level);
void log_clock(struct log *log, int chip, uint64_t at, bool level);

/* Closes the files; fails when one could not be written. */
void log_close(struct log *log);

/* Opens a file for writing, or fails with a message. */
FILE *log_file(const char *path);

/* Closes a file, or fails when something could not be written. */
void log_file_close(FILE *file);

#endif
