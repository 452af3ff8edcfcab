#include "queue.h"

#include <stddef.h>

static struct sample samples[QUEUE_SAMPLES];
static uint8_t first;
static uint8_t used;

void queue_init(void)
{
	first = 0;
	used = 0;
}

bool queue_put(const struct sample *sample)
{
	if (used == QUEUE_SAMPLES)
		return false;
	samples[(uint8_t)(first + used) % QUEUE_SAMPLES] = *sample;
	used++;
	return true;
}

const struct sample *queue_first(void)
{
	return used == 0 ? NULL : &samples[first];
}

void queue_drop(void)
{
	first = (uint8_t)(first + 1u) % QUEUE_SAMPLES;
	used--;
}
