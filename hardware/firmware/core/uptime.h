/* Time since boot: in ticks, for what happens regularly, and in milliseconds, which wrap only after 49 days. */
#ifndef STEP_UPTIME_H
#define STEP_UPTIME_H

#include <stdbool.h>
#include <stdint.h>

#define TICK_MS 20u
#define TICKS_OF_TENTH 5u

void uptime_init(void);

/* True once for each tick that has passed. */
bool uptime_tick(void);

/* Milliseconds up to the last tick, and up to now. */
uint32_t uptime_ticks_ms(void);
uint32_t uptime_now_ms(void);

#endif
