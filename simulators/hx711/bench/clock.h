/* The one clock of the bench: cycles of the board's 16 MHz oscillator since the very start. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include <stdint.h>

#define CPU_HZ 16000000.0

static inline uint64_t cycles_of_ms(double duration_ms)
{
	return (uint64_t)(duration_ms * CPU_HZ / 1e3 + 0.5);
}

static inline double us_of_cycles(uint64_t cycles)
{
	return (double)cycles * 1e6 / CPU_HZ;
}

#endif
