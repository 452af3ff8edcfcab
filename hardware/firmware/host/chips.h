/* Converters of the host's board, as far as the core can tell: no analog side, no time within a transfer. */
#ifndef STEP_CHIPS_H
#define STEP_CHIPS_H

#include <stdbool.h>
#include <stdint.h>

void chips_reset(void);

/* Time has become now_us: convert what is due, let DOUT fall again after an update. */
void chips_advance(uint32_t now_us);

uint8_t chips_dout(void);
bool chips_pulse(uint8_t converter);
void chips_sck(uint8_t converter, bool high, uint32_t now_us);

#endif
