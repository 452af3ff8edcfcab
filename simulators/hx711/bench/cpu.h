/* The controller, one instruction after the other, with a look at each. */
#ifndef BENCH_CPU_H
#define BENCH_CPU_H

#include <stdint.h>

#include <simavr/sim_avr.h>

#include "checks.h"

/* Runs up to cycle `until`, to a watchdog's reset, or to where the controller cannot go on (see avr->state). */
void cpu_run_checked(avr_t *avr, uint64_t until, struct checks *checks);

#endif
