/* Non-volatile memory of the host's board. */
#ifndef STEP_MEMORY_H
#define STEP_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

void memory_reset(void);

/* A power cut that was asked for has happened: nothing is written any more until memory_power_up(). */
bool memory_is_cut(void);
void memory_power_up(void);

#endif
