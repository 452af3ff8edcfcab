/* The lines a step says by itself: S, I and H. Each returns false, and has sent nothing, when there is no room. */
#ifndef STEP_REPORT_H
#define STEP_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "converter.h"

/* Why the step last started, for I. */
void report_init(void);

bool report_sample(const struct sample *sample);
bool report_identity(void);

/*
 * H may take several lines, with nothing between them: send the next. False when there is no room. `*part`, 0 at first,
 * counts them and is 0 again after the last.
 */
struct health {
	uint32_t uptime_ms;
	uint16_t tx_dropped;
	uint16_t rx_errors;
};
bool report_health(const struct health *health, uint8_t *part);

#endif
