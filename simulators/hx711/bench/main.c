/* Puts the parts together and lets time pass. */
#include <signal.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>

#include "board.h"
#include "checks.h"
#include "clock.h"
#include "fail.h"
#include "host.h"
#include "log.h"
#include "options.h"
#include "pace.h"
#include "shown.h"
#include "source.h"
#include "stats.h"

/* A board on USB has power for so long before the computer has a port for it. */
static const double ENUMERATION_MS = 300;

struct bench {
	struct options options;
	struct source source;
	struct log log;
	struct board board;
	struct host host;
	struct checks checks;
	struct pace pace;
	struct shown *shown;
	int next_fault;
	uint64_t next_poll, plug_at;
	enum exit_code outcome;
};

static volatile sig_atomic_t stop;

static void on_signal(int signal)
{
	(void)signal;
	stop = 1;
}

/* A closed terminal ends a run as SIGINT does, unless whoever started it wanted it to live on (nohup). */
static void heed_signals(void)
{
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	if (signal(SIGHUP, on_signal) == SIG_IGN)
		signal(SIGHUP, SIG_IGN);
}

/* However the process that started this one ends, also when it is killed, nothing of it stays. */
static void end_with(long parent)
{
	if (!parent)
		return;
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
	if (getppid() != (pid_t)parent)
		stop = 1; /* it ended before that */
}

static void byte_sent(void *context, uint64_t at, uint8_t byte)
{
	struct bench *bench = context;
	log_byte(&bench->log, at, byte);
	host_hear(&bench->host, byte, at, usart_rate(&bench->board.usart));
}

static void strike(struct bench *bench, const struct fault *fault)
{
	struct board *board = &bench->board;
	struct pins *pins = &board->pins;
	struct hx711 *chip = fault->chip == WHOLE_BOARD ? NULL : &pins->chip[fault->chip];
	uint64_t now = board->avr->cycle;
	switch (fault->kind) {
	case FAULT_DEAD: pins_unplug(pins, fault->chip, true); break;
	case FAULT_STUCK_LOW: hx_short_line(chip, now, HX_LINE_LOW); break;
	case FAULT_OK:
		hx_short_line(chip, now, HX_LINE_FREE);
		pins_unplug(pins, fault->chip, false);
		break;
	case FAULT_BROWNOUT: hx_brown_out(chip, now); break;
	case FAULT_RATE: source_rate(&bench->source, fault->chip, fault->argument); break;
	case FAULT_SUPPLY_DIP: board_supply_dip(board, fault->argument); break;
	case FAULT_POWER_CUT: board_power_cut(board, fault->argument); break;
	case FAULT_UNPLUG:
		host_unplug(&bench->host);
		bench->plug_at = now + cycles_of_ms(fault->argument + ENUMERATION_MS);
		board_power_cut(board, fault->argument);
		break;
	case FAULT_RESET: board_reset(board); break;
	case FAULT_VOLTAGE: board_voltage(board, fault->argument); break;
	}
	pins_wake(pins);
}

static uint64_t fault_at(const struct bench *bench)
{
	if (bench->next_fault == bench->options.fault_count)
		return HX_NEVER;
	return (uint64_t)(bench->options.faults[bench->next_fault].at_s * CPU_HZ + 0.5);
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* When the loop has to look at something else than instructions. */
static uint64_t next_stop(const struct bench *bench)
{
	uint64_t soonest = earlier(earlier(fault_at(bench), bench->next_poll), bench->plug_at);
	uint64_t byte_at = host_next(&bench->host);
	/* a byte that is due while another is on the line goes when that has arrived */
	return byte_at > bench->board.avr->cycle ? earlier(soonest, byte_at) : soonest;
}

/* The next byte of the host, if it is due: while one waits, they follow each other without a pause. What is said to a
 * board in reset is lost. */
static void feed_byte(void *context)
{
	struct bench *bench = context;
	struct usart *usart = &bench->board.usart;
	uint64_t now = bench->board.avr->cycle;
	for (; board_held(&bench->board) && host_next(&bench->host) <= now; usart->counters.unheard++)
		host_take(&bench->host, usart_rate(usart));
	if (usart_line_free(usart) && host_next(&bench->host) <= now)
		usart_receive(usart, host_take(&bench->host, usart_rate(usart)));
}

static void wait_for_host(struct bench *bench)
{
	bench->shown->waiting = 1;
	host_wait(&bench->host);
	bench->shown->waiting = 0;
}

static void poll_host(struct bench *bench)
{
	uint64_t now = bench->board.avr->cycle;
	bench->shown->cycle = now;
	bench->next_poll = now + cycles_of_ms(1);
	if (host_poll(&bench->host) && bench->options.dtr_reset_ms >= 0)
		board_reset(&bench->board);
	pace_wait(&bench->pace, now);
	double limit_s = bench->options.max_wall_s;
	if (limit_s > 0 && pace_elapsed_s(&bench->pace) > limit_s) {
		bench->outcome = EXIT_TOO_LONG;
		stop = 1;
	}
}

static void look_around(struct bench *bench)
{
	uint64_t now = bench->board.avr->cycle;
	while (fault_at(bench) <= now)
		strike(bench, &bench->options.faults[bench->next_fault++]);
	if (bench->plug_at <= now) {
		bench->plug_at = HX_NEVER;
		host_plug(&bench->host);
		if (bench->options.wait_host && bench->options.block)
			wait_for_host(bench);
	}
	feed_byte(bench);
	if (bench->next_poll <= now)
		poll_host(bench);
}

static void run(struct bench *bench)
{
	avr_t *avr = bench->board.avr;
	uint64_t end = (uint64_t)(bench->options.seconds * CPU_HZ);
	while (!stop && avr->cycle < end) {
		look_around(bench);
		board_run(&bench->board, earlier(next_stop(bench), end));
	}
}

static void finish(struct bench *bench)
{
	const struct options *options = &bench->options;
	host_close(&bench->host);
	if (options->coverage)
		checks_save_coverage(&bench->checks, options->coverage);
	stats_write(options->stats, &bench->board, &bench->host, &bench->checks, &bench->pace);
	log_close(&bench->log);
	source_close(&bench->source);
	board_close(&bench->board);
	free(bench->checks.ran);
}

int main(int count, char **arguments)
{
	static struct bench bench;
	struct options *options = &bench.options;
	options_read(options, count, arguments);
	heed_signals();
	end_with(options->parent);
	bench.shown = shown_open(options->clock);
	source_init(&bench.source, options);
	log_open(&bench.log, options->conversion_log, options->uart_log, options->vcd, options->chips);
	checks_init(&bench.checks, options->checks, options->coverage != NULL);
	board_init(&bench.board, options, &bench.source, &bench.log, &bench.checks, byte_sent, feed_byte, &bench);
	host_init(&bench.host, options, &stop);
	bench.plug_at = HX_NEVER;
	if (options->wait_host)
		wait_for_host(&bench);
	pace_init(&bench.pace, options->speed);
	board_power_on(&bench.board);
	run(&bench);
	finish(&bench);
	if (bench.outcome == EXIT_TOO_LONG)
		fail(EXIT_TOO_LONG, "gave up after %g s of real time (--max-wall)", options->max_wall_s);
	return (int)bench.outcome;
}
