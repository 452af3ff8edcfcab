/*
 * A board for the firmware's core that exists only in memory: chips, memory that loses power, a serial port, and a
 * clock that moves when the test says so. It gives what hardware/firmware/core/hal.h demands and counts every breach
 * of what that file promises to a board. The chips are the bench's model; the core is loaded anew at each power-up,
 * as memory is when a processor starts.
 */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hal.h"
#include "hx711.h"
#include "oscillator.h"

#define TICKS_PER_US 16u
#define CHIPS 4
#define MEMORY 1024
#define TX_RING 255
#define SENT_MAX (1u << 22)
#define FED_MAX (1u << 22)
#define LOG_MAX (1u << 17)
#define PASS_US 20u         /* one pass of the main loop */
#define TICK_US 1000u       /* the longest sleep: a board has a timer */
#define WATCHDOG_US 250000u /* from one sign of life to the next */

enum stopped { RUNS, REBOOTED, POWERLESS };

/* What a test reads after a run: each of these must be 0. */
struct breaches {
	uint32_t nested_mask, unmask_without_mask, tx_overflow, memory_not_ready, memory_outside, watchdog, no_such_chip, watch_unmasked;
};

struct logged {
	uint64_t ready;
	uint32_t raw;
	char fate;
};

static void *core;
static void (*boot)(void);
static bool (*poll)(void);
static bool (*ready_masked)(void);
static void (*pins_changed)(uint8_t dout, uint32_t t_us);
static bool running;

static uint64_t now; /* ticks */
static uint64_t booted, fed_dog;
static uint32_t clock_start_us;
static enum stopped stopped;
static enum reset_cause cause;
static struct breaches breaches;

static bool masked, changed, in_interrupt;
static uint8_t levels, watched;

static struct hx711 chips[CHIPS];
static struct hx_oscillator oscillators[CHIPS];
static bool fixed_count[CHIPS];
static int32_t count_of[CHIPS];
static uint64_t words;
static struct logged logs[CHIPS][LOG_MAX];
static uint32_t logged[CHIPS];

static uint8_t memory[MEMORY];
static uint64_t memory_free;
static uint32_t memory_us;
static long writes, cut_after;
static int torn;
static bool protected_memory;

static uint32_t byte_ticks;
static uint8_t sent[SENT_MAX];
static uint64_t sent_at[SENT_MAX];
static uint32_t sent_count, sent_taken;
static uint64_t line_free;
static uint8_t fed[FED_MAX];
static uint64_t fed_at[FED_MAX];
static uint32_t fed_count, fed_taken;
static uint32_t entropy;

/* ---- time and chips ---- */

static void interrupt(void)
{
	if (!changed || masked || in_interrupt || !running)
		return;
	changed = false;
	in_interrupt = true;
	pins_changed(levels, hal_micros());
	in_interrupt = false;
}

static void pass_time_to(uint64_t until)
{
	for (;;) {
		uint64_t next = HX_NEVER;
		for (int c = 0; c < CHIPS; c++)
			if (hx_next(&chips[c]) < next)
				next = hx_next(&chips[c]);
		if (next > until)
			break;
		if (next > now)
			now = next;
		for (int c = 0; c < CHIPS; c++)
			hx_advance(&chips[c], now);
		interrupt();
	}
	if (until > now)
		now = until;
}

static uint64_t conversion_end(void *context, int chip, uint64_t start)
{
	(void)context;
	return hx_oscillator_next(&oscillators[chip], start);
}

static int32_t count(void *context, int chip, uint64_t at, enum hx_setting setting)
{
	(void)context;
	(void)setting;
	if (fixed_count[chip])
		return count_of[chip];
	/* All 24 bits, but never the ends of the range, which are told as saturated. */
	int32_t word = (int32_t)(hx_scramble(at * 4 + (uint64_t)chip + words) & 0xFFFFFF) - 0x800000;
	return word == -0x800000 || word == 0x7FFFFF ? 0 : word;
}

static void dout(void *context, int chip, uint64_t at, bool level)
{
	(void)context;
	(void)at;
	uint8_t bit = (uint8_t)(1u << chip);
	levels = (uint8_t)(level ? levels | bit : levels & ~bit);
	changed = changed || (watched & bit);
}

static void fate(void *context, int chip, enum hx_fate how, const struct hx_conversion *conversion)
{
	(void)context;
	if (logged[chip] < LOG_MAX)
		logs[chip][logged[chip]++] = (struct logged){conversion->ready, conversion->raw, (char)how};
}

/* ---- what hal.h demands ---- */

uint32_t hal_micros(void) { return clock_start_us + (uint32_t)((now - booted) / TICKS_PER_US); }

void hal_mask(void)
{
	breaches.nested_mask += masked;
	masked = true;
}

void hal_unmask(void)
{
	breaches.unmask_without_mask += !masked;
	masked = false;
	interrupt();
}

uint8_t hal_dout(void) { return levels; }

void hal_watch(uint8_t converters)
{
	breaches.watch_unmasked += running && !masked;
	watched = converters;
}

/* The core names converters by masks of one bit. */
static struct hx711 *chip_of(uint8_t mask)
{
	for (int c = 0; c < CHIPS; c++)
		if (mask == 1u << c)
			return &chips[c];
	breaches.no_such_chip++;
	return &chips[0];
}

bool hal_pulse(uint8_t converter)
{
	struct hx711 *chip = chip_of(converter);
	bool was = masked;
	masked = true;
	hx_clock(chip, now, true);
	pass_time_to(now + TICKS_PER_US);
	bool level = (levels & converter) != 0;
	hx_clock(chip, now, false);
	masked = was;
	interrupt();
	pass_time_to(now + TICKS_PER_US / 2);
	return level;
}

void hal_sck(uint8_t converter, bool high)
{
	hx_clock(chip_of(converter), now, high);
	interrupt();
}

static uint64_t waiting(void)
{
	return byte_ticks && line_free > now ? (line_free - now + byte_ticks - 1) / byte_ticks : 0;
}

uint16_t hal_tx_room(void)
{
	uint64_t held = waiting();
	return (uint16_t)(held > TX_RING ? 0 : TX_RING - held);
}

void hal_tx_put(uint8_t byte)
{
	if (waiting() > TX_RING || sent_count == SENT_MAX) {
		breaches.tx_overflow++;
		return;
	}
	line_free = (line_free > now ? line_free : now) + byte_ticks;
	sent[sent_count] = byte;
	sent_at[sent_count++] = line_free;
}

bool hal_tx_idle(void) { return line_free <= now; }

bool hal_rx_get(uint8_t *byte)
{
	if (fed_taken == fed_count || fed_at[fed_taken] > now)
		return false;
	*byte = fed[fed_taken++];
	return true;
}

bool hal_memory_ready(void) { return memory_free <= now; }

uint8_t hal_memory_read(uint16_t address)
{
	breaches.memory_not_ready += !hal_memory_ready();
	breaches.memory_outside += address >= MEMORY;
	return memory[address % MEMORY];
}

void hal_memory_write(uint16_t address, uint8_t byte)
{
	breaches.memory_not_ready += !hal_memory_ready();
	breaches.memory_outside += address >= MEMORY;
	if (stopped == POWERLESS)
		return;
	writes++;
	if (cut_after && writes == cut_after) {
		memory[address % MEMORY] = torn < 0 ? byte : (uint8_t)torn;
		stopped = POWERLESS;
		return;
	}
	if (!protected_memory)
		memory[address % MEMORY] = byte;
	memory_free = now + (uint64_t)memory_us * TICKS_PER_US;
}

enum reset_cause hal_reset_cause(void) { return cause; }
void hal_reboot(void) { stopped = stopped == POWERLESS ? POWERLESS : REBOOTED; }

void hal_watchdog_reset(void)
{
	breaches.watchdog += now - fed_dog > (uint64_t)WATCHDOG_US * TICKS_PER_US;
	fed_dog = now;
}

uint32_t hal_entropy(void) { return entropy = (uint32_t)hx_scramble(entropy + now); }
uint16_t hal_supply_mv(void) { return 5000; }

/* ---- what a test calls ---- */

/* A board fresh from its maker: blank memory, chips without wires, a wire of `baud`, 0 for one that takes all at once. */
void board_make(uint32_t baud, uint32_t memory_write_us, uint32_t seed)
{
	static const struct hx_world world = {NULL, conversion_end, count, dout, fate};
	now = booted = line_free = memory_free = 0;
	byte_ticks = baud ? 160000000u / baud : 0;
	memory_us = memory_write_us;
	entropy = seed;
	words = hx_scramble(seed);
	memset(memory, 0xFF, sizeof memory);
	memset(&breaches, 0, sizeof breaches);
	writes = cut_after = 0;
	sent_count = sent_taken = fed_count = fed_taken = 0;
	levels = 0xFF;
	running = protected_memory = false;
	clock_start_us = 0;
	for (int c = 0; c < CHIPS; c++) {
		logged[c] = 0;
		fixed_count[c] = false;
		hx_init(&chips[c], c, TICKS_PER_US * 1e6, &world);
	}
}

/* Converter `c` gets its wires and an oscillator of its own. */
void board_chip(int c, double rate_sps, double jitter, uint32_t seed)
{
	hx_oscillator_init(&oscillators[c], TICKS_PER_US * 1e6, rate_sps, jitter, 0.0, seed);
	hx_power(&chips[c], now, true);
}

/* From now on converter `c` weighs always the same. */
void board_count(int c, int32_t value)
{
	fixed_count[c] = true;
	count_of[c] = value;
}

/* The faults a converter can have: its supply off or on, a dip of it, its line shorted (hx_line), another rate. */
void board_power(int c, bool on)
{
	hx_power(&chips[c], now, on);
	interrupt();
}

void board_brown_out(int c)
{
	hx_brown_out(&chips[c], now);
	interrupt();
}

void board_short(int c, int line)
{
	hx_short_line(&chips[c], now, (enum hx_line)line);
	interrupt();
}

void board_rate(int c, double rate_sps) { hx_oscillator_rate(&oscillators[c], rate_sps); }
void board_collision(int c, int how) { chips[c].collision = (enum hx_collision)how; }

/* Starts the processor: its RAM is new, memory and chips are as they were. False when the core cannot be loaded. */
bool board_power_up(const char *path, int why)
{
	running = false;
	if (core)
		dlclose(core);
	core = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!core)
		return false;
	*(void **)&boot = dlsym(core, "step_boot");
	*(void **)&poll = dlsym(core, "step_poll");
	*(void **)&ready_masked = dlsym(core, "step_ready_masked");
	*(void **)&pins_changed = dlsym(core, "step_pins_changed");
	if (!boot || !poll || !ready_masked || !pins_changed)
		return false;
	booted = fed_dog = now;
	line_free = memory_free = now;
	cause = (enum reset_cause)why;
	stopped = RUNS;
	masked = changed = false;
	watched = 0;
	cut_after = cut_after > writes ? cut_after : 0;
	for (int c = 0; c < CHIPS; c++)
		hx_clock(&chips[c], now, false);
	boot(); /* interrupts are not yet in use */
	running = true;
	return true;
}

/* The processor is held up elsewhere for so long; interrupts are served. */
void board_busy(uint64_t us) { pass_time_to(now + us * TICKS_PER_US); }

/* Lets `us` pass, the main loop going round. Returns why it ended. */
int board_run(uint64_t us)
{
	uint64_t until = now + us * TICKS_PER_US;
	while (now < until && stopped == RUNS) {
		bool more = poll();
		if (stopped != RUNS)
			break;
		uint64_t step = (uint64_t)PASS_US * TICKS_PER_US;
		if (!more && !ready_masked()) {
			uint64_t wake = now + (uint64_t)TICK_US * TICKS_PER_US;
			for (int c = 0; c < CHIPS; c++)
				if (hx_next(&chips[c]) < wake)
					wake = hx_next(&chips[c]);
			if (fed_taken < fed_count && fed_at[fed_taken] < wake)
				wake = fed_at[fed_taken];
			step = wake > now + step ? wake - now : step;
		}
		pass_time_to(now + step < until ? now + step : until);
	}
	return (int)stopped;
}

/* Power is lost in the n-th write from now; the byte it hits becomes `broken`, or is whole when that is negative. */
void board_cut_after(long n, int broken)
{
	cut_after = n ? writes + n : 0;
	torn = broken;
}

/* From now on nothing that is written to the memory stays. */
void board_protect(bool on) { protected_memory = on; }

/* What the board's clock shows at the next power-up. */
void board_clock(uint32_t us) { clock_start_us = us; }

/* Bytes come in one after the other at the rate of the wire. Returns how many were taken. */
uint32_t board_feed(const uint8_t *bytes, uint32_t size)
{
	uint64_t at = fed_count && fed_at[fed_count - 1] > now ? fed_at[fed_count - 1] : now;
	uint32_t i = 0;
	if (fed_taken == fed_count)
		fed_taken = fed_count = 0;
	for (; i < size && fed_count < FED_MAX; i++) {
		at += byte_ticks;
		fed[fed_count] = bytes[i];
		fed_at[fed_count++] = at;
	}
	return i;
}

/* What was sent since the last call, and the tick at which each byte's stop bit had left. */
uint32_t board_take(uint8_t *bytes, uint64_t *ticks, uint32_t size)
{
	uint32_t n = sent_count - sent_taken < size ? sent_count - sent_taken : size;
	memcpy(bytes, sent + sent_taken, n);
	memcpy(ticks, sent_at + sent_taken, n * sizeof *ticks);
	sent_taken += n;
	if (sent_taken == sent_count)
		sent_taken = sent_count = 0;
	return n;
}

uint8_t *board_memory(void) { return memory; }
long board_writes(void) { return writes; }
bool board_storing(void) { return memory_free > now; }
uint64_t board_now(void) { return now; }
struct breaches *board_breaches(void) { return &breaches; }
const struct hx_counters *board_chip_counters(int c) { return &chips[c].counters; }
const struct logged *board_log(int c, uint32_t *size)
{
	*size = logged[c];
	return logs[c];
}
