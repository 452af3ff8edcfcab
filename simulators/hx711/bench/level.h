/* Interrupts that last as long as their condition, which simavr 1.6 does not know: it raises each one once. */
#ifndef BENCH_LEVEL_H
#define BENCH_LEVEL_H

#include <stdbool.h>

#include <simavr/sim_avr.h>

struct level {
	avr_t *avr;
	avr_int_vector_t *vector;
	bool (*holds)(void *context);
	void *context;
};

/* Watches the vector: after each return from its service routine the condition is looked at again. */
void level_init(struct level *level, avr_t *avr, avr_int_vector_t *vector, bool (*holds)(void *), void *context);

/* Raises the interrupt or takes it back, as the condition says now. */
void level_update(struct level *level);

#endif
