/* What is measured instruction by instruction: masked windows, stack, code that ran. */
#ifndef BENCH_CHECKS_H
#define BENCH_CHECKS_H

#include <stdbool.h>
#include <stdint.h>

#include <simavr/sim_avr.h>

struct window {
	uint64_t cycles;
	uint32_t pc; /* where interrupts went off, as a byte address */
};

struct checks {
	bool on, begun, masked, in_service;
	uint64_t masked_at;
	uint32_t masked_pc;
	struct window main, service; /* the longest with interrupts off: in the program, in a service routine */
	uint64_t main_windows, service_windows;
	uint64_t deep_sleeps; /* into a sleep deeper than idle, in which the real part's timer and UART stand still */
	unsigned stack_lowest;
	uint8_t *ran;      /* one flag a word of flash, NULL without coverage */
};

void checks_init(struct checks *checks, bool on, bool coverage);

/* A reset: windows count again from when interrupts are first on. */
void checks_reset(struct checks *checks);

/* To be called after each instruction. */
static inline void checks_step(struct checks *checks, const avr_t *avr);

/* Deepest use of the stack in bytes. */
unsigned checks_stack_bytes(const struct checks *checks, const avr_t *avr);

/* Writes the byte addresses of all instructions that ran, one in hexadecimal a line. */
void checks_save_coverage(const struct checks *checks, const char *path);

void checks_window_ended(struct checks *checks, uint64_t cycles);

static inline void checks_step(struct checks *checks, const avr_t *avr)
{
	enum { SPL = 0x5D, SPH = 0x5E, FIRST_RAM = 0x100 };
	bool off = !avr->sreg[S_I];
	if (off != checks->masked) {
		checks->masked = off;
		if (!off && checks->begun)
			checks_window_ended(checks, avr->cycle - checks->masked_at);
		checks->begun |= !off;
		checks->masked_at = avr->cycle;
		checks->masked_pc = avr->pc;
		checks->in_service = avr->interrupts.running_ptr > 0;
	}
	unsigned stack = avr->data[SPL] | (unsigned)avr->data[SPH] << 8;
	if (stack < checks->stack_lowest && stack >= FIRST_RAM)
		checks->stack_lowest = stack;
	if (checks->ran)
		checks->ran[avr->pc >> 1] = 1;
}

#endif
