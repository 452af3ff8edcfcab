/* What differs between two boards: RAM that no program has written yet comes up with a pattern of each chip's own. */
#include <avr/io.h>

#include "hal.h"

static uint32_t found __attribute__((section(".noinit")));

/* Two running sums (Fletcher's) over all of RAM. */
static __attribute__((noinline)) uint32_t sum_of_ram(void)
{
	uint16_t sum = 0, sum_of_sums = 0;

	for (const uint8_t *at = (const uint8_t *)RAMSTART; at <= (const uint8_t *)RAMEND; at++) {
		sum = (uint16_t)(sum + *at);
		sum_of_sums = (uint16_t)(sum_of_sums + sum);
	}
	return (uint32_t)sum_of_sums << 16 | sum;
}

/* After the stack is set up (.init2), before variables are (.init4). */
void look_at_ram(void) __attribute__((naked, used, section(".init3")));
void look_at_ram(void)
{
	found = sum_of_ram();
}

uint32_t hal_entropy(void)
{
	return found;
}
