#include "log.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "fail.h"

/* A cycle is 62.5 ns: with steps of 500 ps times stay whole numbers. */
enum { WAVE_STEPS_PER_CYCLE = 125 };

FILE *log_file(const char *path)
{
	FILE *file = fopen(path, "wb");
	if (!file)
		fail(EXIT_USAGE, "cannot write %s: %s", path, strerror(errno));
	return file;
}

void log_file_close(FILE *file)
{
	if (ferror(file) || fclose(file) != 0)
		fail(EXIT_FAILED, "a log could not be written to its end: %s", strerror(errno));
}

/* Wave forms are named by one character each: DOUT a.., PD_SCK A.., the byte sent u. */
static void head_wave(FILE *file, int chips)
{
	fputs("$timescale 500 ps $end\n$scope module step $end\n", file);
	for (int chip = 0; chip < chips; chip++)
		fprintf(file, "$var wire 1 %c DOUT%d $end\n$var wire 1 %c PD_SCK%d $end\n", 'a' + chip, chip, 'A' + chip,
			chip);
	fputs("$var wire 8 u UART_TX $end\n$upscope $end\n$enddefinitions $end\n#0\n", file);
	for (int chip = 0; chip < chips; chip++)
		fprintf(file, "1%c\n0%c\n", 'a' + chip, 'A' + chip);
}

void log_open(struct log *log, const char *conversions, const char *uart, const char *wave, int chips)
{
	*log = (struct log){0};
	if (conversions) {
		log->conversions = log_file(conversions);
		fputs("fate,chip,index,ready_cycle,raw,first_cycle,done_cycle\n", log->conversions);
	}
	if (uart)
		log->uart = log_file(uart);
	if (wave) {
		log->wave = log_file(wave);
		head_wave(log->wave, chips);
	}
}

void log_conversion(struct log *log, int chip, enum hx_fate fate, const struct hx_conversion *conversion)
{
	if (log->conversions)
		fprintf(log->conversions, "%c,%d,%" PRIu64 ",%" PRIu64 ",%" PRIu32 ",%" PRIu64 ",%" PRIu64 "\n", (char)fate,
			chip, conversion->index, conversion->ready, conversion->raw, conversion->first, conversion->done);
}

/* The wires report with a few cycles of difference, but a wave form's time never runs backwards. */
static void wave_time(struct log *log, uint64_t at)
{
	if (at <= log->wave_time)
		return;
	log->wave_time = at;
	fprintf(log->wave, "#%" PRIu64 "\n", at * WAVE_STEPS_PER_CYCLE);
}

void log_byte(struct log *log, uint64_t at, uint8_t byte)
{
	if (log->uart) {
		uint64_t record = at << 8 | byte;
		uint8_t little_endian[8];
		for (int i = 0; i < 8; i++)
			little_endian[i] = (uint8_t)(record >> (8 * i));
		fwrite(little_endian, sizeof little_endian, 1, log->uart);
	}
	if (!log->wave)
		return;
	wave_time(log, at);
	fputc('b', log->wave);
	for (int bit = 7; bit >= 0; bit--)
		fputc('0' + (byte >> bit & 1), log->wave);
	fputs(" u\n", log->wave);
}

static void wave_level(struct log *log, uint64_t at, char name, bool level)
{
	if (!log->wave)
		return;
	wave_time(log, at);
	fprintf(log->wave, "%d%c\n", level, name);
}

void log_dout(struct log *log, int chip, uint64_t at, bool level)
{
	wave_level(log, at, (char)('a' + chip), level);
}

void log_clock(struct log *log, int chip, uint64_t at, bool level)
{
	wave_level(log, at, (char)('A' + chip), level);
}

void log_close(struct log *log)
{
	FILE *files[] = {log->conversions, log->uart, log->wave};
	for (int i = 0; i < 3; i++)
		if (files[i])
			log_file_close(files[i]);
	*log = (struct log){0};
}
