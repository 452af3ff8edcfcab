/*
 * When conversions become ready: the one part of the core that runs in an interrupt. DOUT falls when a conversion is
 * ready, and rises for some 75 us when the next one overwrites it unread.
 */
#ifndef STEP_READY_H
#define STEP_READY_H

#include <stdbool.h>
#include <stdint.h>

struct readiness {
	uint32_t t_us;       /* since when the conversion is ready */
	uint8_t overwritten; /* how many before it were overwritten unread; stops at 255 */
};

void ready_init(void);

/* DOUT levels have become `dout` at `t_us`. Interrupts are masked. */
void ready_pins(uint8_t dout, uint32_t t_us);

/* Which converters have a conversion to read. Interrupts may run. */
uint8_t ready_mask(void);

/*
 * Begin to read a converter that is ready: from now its DOUT carries bits that mean nothing here. False when DOUT is
 * not low at all, just now: then nothing has begun.
 */
bool ready_begin(uint8_t converter, struct readiness *readiness);

/* Its transfer has ended; `high`: what DOUT was after the last pulse. */
void ready_end(uint8_t converter, bool high);

/* Look away from a converter that is being switched off, and forget what it had; ready_end() looks again. */
void ready_ignore(uint8_t converter);

#endif
