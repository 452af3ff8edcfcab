#include "stats.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "clock.h"
#include "log.h"

/* A minimum that was never taken is told as null. */
static void write_us(FILE *file, const char *name, uint64_t cycles, const char *after)
{
	if (cycles == HX_NEVER)
		fprintf(file, "\"%s\": null%s", name, after);
	else
		fprintf(file, "\"%s\": %.4f%s", name, us_of_cycles(cycles), after);
}

static void write_count(FILE *file, const char *name, uint64_t count)
{
	fprintf(file, "\"%s\": %" PRIu64 ", ", name, count);
}

static void write_chip(FILE *file, const struct hx711 *chip, const char *after)
{
	const struct hx_counters *counters = &chip->counters;
	fputs("    {", file);
	write_count(file, "offered", counters->offered);
	write_count(file, "read", counters->read);
	write_count(file, "overwritten", counters->overwritten);
	write_count(file, "collided", counters->collided);
	write_count(file, "aborted", counters->aborted);
	write_count(file, "settling", counters->settling);
	write_count(file, "power_downs", counters->power_downs);
	write_count(file, "power_ups", counters->power_ups);
	write_count(file, "clocked_not_ready", counters->clocked_not_ready);
	write_count(file, "over_pulses", counters->over_pulses);
	write_count(file, "t1_violations", counters->t1_violations);
	write_count(file, "t3_short", counters->t3_short);
	write_count(file, "t3_long", counters->t3_long);
	write_count(file, "t4_short", counters->t4_short);
	write_us(file, "high_min_us", counters->high_min, ", ");
	write_us(file, "high_max_us", counters->high_max, ", ");
	write_us(file, "low_min_us", counters->low_min, ", ");
	write_us(file, "read_max_us", counters->read_max, "}");
	fputs(after, file);
}

static void write_time(FILE *file, const struct board *board, const struct pace *pace)
{
	double sim_s = (double)board->avr->cycle / CPU_HZ, wall_s = pace_elapsed_s(pace);
	fprintf(file, "  \"sim_s\": %.6f, \"wall_s\": %.3f, \"cpu_s\": %.3f, ", sim_s, wall_s,
		(double)clock() / CLOCKS_PER_SEC);
	fprintf(file, "\"realtime_factor\": %.2f, \"late_max_ms\": %.2f,\n", sim_s / wall_s, pace->late_max_s * 1e3);
}

static void write_serial(FILE *file, const struct board *board, const struct host *host)
{
	const struct usart_counters *serial = &board->usart.counters;
	fputs("  \"serial\": {", file);
	write_count(file, "sent", serial->sent);
	write_count(file, "cut_off", serial->cut_off);
	write_count(file, "received", serial->received);
	write_count(file, "overruns", serial->overruns);
	write_count(file, "unheard", serial->unheard);
	write_count(file, "lost", host->counters.lost);
	write_count(file, "opened", host->counters.opened);
	write_count(file, "byte_cycles", usart_byte_cycles(&board->usart));
	fprintf(file, "\"rate\": %.1f},\n", usart_rate(&board->usart));
}

static void write_board(FILE *file, const struct board *board)
{
	const struct board_counters *counters = &board->counters;
	const struct eeprom_counters *eeprom = &board->eeprom.counters;
	fputs("  \"board\": {", file);
	write_count(file, "resets", counters->resets);
	write_count(file, "power_resets", counters->power);
	write_count(file, "external_resets", counters->external);
	write_count(file, "brown_out_resets", counters->brown_out);
	write_count(file, "watchdog_resets", counters->watchdog);
	write_count(file, "flash_bytes", counters->flash_bytes);
	fprintf(file, "\"static_ram_bytes\": %u},\n  \"eeprom\": {", counters->static_ram_bytes);
	write_count(file, "writes", eeprom->writes);
	write_count(file, "refused", eeprom->refused);
	write_count(file, "busy_reads", eeprom->busy_reads);
	fprintf(file, "\"half_written\": %" PRIu64 "},\n", eeprom->half_written);
}

static void write_window(FILE *file, const char *name, const struct window *window, uint64_t count)
{
	fprintf(file, "\"%s_us\": %.4f, \"%s_pc\": %" PRIu32 ", \"%s_count\": %" PRIu64, name, us_of_cycles(window->cycles),
		name, window->pc, name, count);
}

static void write_checks(FILE *file, const struct checks *checks, const struct board *board)
{
	if (!checks->on) {
		fputs("  \"checks\": null,\n", file);
		return;
	}
	fputs("  \"checks\": {", file);
	write_window(file, "masked_main", &checks->main, checks->main_windows);
	fputs(", ", file);
	write_window(file, "masked_service", &checks->service, checks->service_windows);
	fputs(", ", file);
	write_count(file, "deep_sleeps", checks->deep_sleeps);
	fprintf(file, "\"stack_bytes\": %u},\n", checks_stack_bytes(checks, board->avr));
}

void stats_write(const char *path, const struct board *board, const struct host *host, const struct checks *checks,
	const struct pace *pace)
{
	FILE *file = path ? log_file(path) : stdout;
	fputs("{\n", file);
	write_time(file, board, pace);
	write_serial(file, board, host);
	write_board(file, board);
	write_checks(file, checks, board);
	fputs("  \"chips\": [\n", file);
	for (int chip = 0; chip < board->pins.chips; chip++)
		write_chip(file, &board->pins.chip[chip], chip + 1 < board->pins.chips ? ",\n" : "\n");
	fputs("  ]\n}\n", file);
	if (path)
		log_file_close(file);
}
