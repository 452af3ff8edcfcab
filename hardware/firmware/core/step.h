/* The whole behaviour of a step, for the board's main loop. See hal.h for what the board must give. */
#ifndef STEP_STEP_H
#define STEP_STEP_H

#include <stdbool.h>
#include <stdint.h>

/* Start from nothing. Call once, when everything in hal.h works. */
void step_boot(void);

/*
 * Do what is to be done now, never waiting. Returns whether it is to be called again at once; otherwise it has time until
 * step_ready_masked(), a byte is received, or some tens of milliseconds have passed.
 */
bool step_poll(void);

/* Whether there is something to do: do not sleep. For the moment before sleeping, interrupts masked. */
bool step_ready_masked(void);

/* From the interrupt: DOUT levels (as hal_dout) and the time since which they are so. */
void step_pins_changed(uint8_t dout, uint32_t t_us);

#endif
