/*
 * One converter over time: reads what is ready, counts what was produced, measures the rate, notices silence and
 * switches the converter off and on. It never waits, so no converter can hold up another.
 */
#ifndef STEP_CONVERTER_H
#define STEP_CONVERTER_H

#include <stdbool.h>
#include <stdint.h>

/* Flags of an S line. */
#define FLAG_SATURATED 0x01u
#define FLAG_DESYNC 0x02u
#define FLAG_OVERRUN 0x04u
#define FLAG_SETTLING 0x08u
#define FLAG_LATE 0x10u

struct sample {
	uint32_t t_us;
	int32_t count;
	uint16_t seq;
	uint8_t channel;
	uint8_t flags;
};

/* What H says of a channel; each wraps at its width. */
struct account {
	uint32_t conversions;
	uint32_t rate_mhz;
	uint16_t overruns;
	uint16_t faults;
};

/* Begin with all converters switched off, to switch them on together. */
void converter_init(void);

/* See to one channel; true when it has read a conversion. */
bool converter_poll(uint8_t channel, struct sample *sample);

/* Switch a converter off and on; it is off for the next 0.1 ms. */
void converter_power_cycle(uint8_t channel);

/* A second has passed: measure rates anew. */
void converter_second(void);

const struct account *converter_account(uint8_t channel);

/* Whether a converter is just being switched off and on, which wants the loop to come back soon. */
bool converter_switching(void);

#endif
