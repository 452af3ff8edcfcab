/* The lines a step says by itself: S, I and H. Each returns false, and has sent nothing, when there is no room. */
#ifndef STEP_REPORT_H
#define STEP_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "converter.h"

/* Why the step last started, for I. */
void report_init(void);

/* `reserve`: bytes of room that a sample must leave to lines that matter more. */
bool report_sample(uint8_t channel, const struct sample *sample, uint16_t reserve);
bool report_identity(void);
bool report_health(uint32_t uptime_ms, uint16_t tx_dropped, uint16_t rx_errors);

/* Room that report_health() wants. */
uint16_t report_health_room(void);

#endif
