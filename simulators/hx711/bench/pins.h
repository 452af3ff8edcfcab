/* The converters on the board's pins: PD_SCK from port B, DOUT to port D. */
#ifndef BENCH_PINS_H
#define BENCH_PINS_H

#include <stdbool.h>
#include <stdint.h>

#include <simavr/sim_avr.h>

#include "../model/hx711.h"
#include "log.h"
#include "options.h"
#include "source.h"

enum { EDGES = 8 }; /* changes of DOUT on their way through the input synchroniser */

struct edge {
	uint64_t at;
	bool level;
};

struct pin {
	struct pins *pins;
	int chip, port_bit;
	avr_irq_t *dout, *clock;
	bool level;
	struct edge edges[EDGES];
	int first, count;
};

struct pins {
	avr_t *avr;
	int chips;
	bool shared_clock;
	struct hx711 chip[MAX_CHIPS];
	struct pin pin[MAX_CHIPS];
	struct source *source;
	struct log *log;
	bool powered, unplugged[MAX_CHIPS];
	uint64_t wake_at;
};

/* Wires the chips, still without power. */
void pins_init(struct pins *pins, avr_t *avr, const struct options *options, struct source *source, struct log *log);

/* After any reset: the port drives nothing, so PD_SCK is low; the chips' timer has to be set again. */
void pins_reset(struct pins *pins);

/* The supply of all chips that are plugged in. */
void pins_power(struct pins *pins, bool on);

/* A chip is taken away (supply and wires) or put back. */
void pins_unplug(struct pins *pins, int chip, bool unplugged);

/* Sets the timer to the next thing that any chip does; to be called after anything was done to a chip. */
void pins_wake(struct pins *pins);

#endif
