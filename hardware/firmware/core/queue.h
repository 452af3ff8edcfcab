/* Samples that wait for the line, oldest first: a third of the memory that their text would take. */
#ifndef STEP_QUEUE_H
#define STEP_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "converter.h"

/* Three conversions of each of four converters: on a line that can carry them all, more never wait. */
#define QUEUE_SAMPLES 12u

void queue_init(void);

/* False when it is full: the sample is lost. */
bool queue_put(const struct sample *sample);

/* The oldest sample; NULL when there is none. It stays until it is dropped. */
const struct sample *queue_first(void);
void queue_drop(void);

#endif
