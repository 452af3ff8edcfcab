/* Reproducible random numbers: integers and IEEE arithmetic only, so that every machine draws the same. */
#ifndef HX_RANDOM_H
#define HX_RANDOM_H

#include <stdint.h>

struct hx_random {
	uint64_t state;
};

/* Scrambles x: equal numbers give equal results, neighbours have nothing in common (splitmix64's finaliser). */
static inline uint64_t hx_scramble(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xBF58476D1CE4E5B9u;
	x ^= x >> 27;
	x *= 0x94D049BB133111EBu;
	return x ^ (x >> 31);
}

/* Returns the next 64 bits of the stream (splitmix64). */
static inline uint64_t hx_random_bits(struct hx_random *random)
{
	random->state += 0x9E3779B97F4A7C15u;
	return hx_scramble(random->state);
}

/* Returns a number in [0, 1). */
static inline double hx_random_unit(struct hx_random *random)
{
	return (double)(hx_random_bits(random) >> 11) * 0x1p-53;
}

/* Returns a number of mean 0 and standard deviation 1, the sum of twelve uniform ones: never beyond 6. */
static inline double hx_random_normal(struct hx_random *random)
{
	double sum = -6.0;
	for (int i = 0; i < 12; i++)
		sum += hx_random_unit(random);
	return sum;
}

#endif
