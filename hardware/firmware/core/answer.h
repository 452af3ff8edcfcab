/* Commands: heard, done, answered. One is answered to its end before the next is heard. */
#ifndef STEP_ANSWER_H
#define STEP_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

void answer_init(void);

/* Hear some of what has come, at most up to the end of a command, and do that. Writes no line. */
void answer_hear(void);

/* Go on storing a calibration, at most a byte. */
void answer_store(void);

/* Send one line if one is due and there is room. Returns whether one was due. */
bool answer_send(void);

/* Whether S lines are wanted. */
bool answer_streaming(void);

/* Whether a reboot was asked for and its answer has been written. */
bool answer_rebooting(void);

/* A tenth of a second has passed. */
void answer_tenth(void);

uint16_t answer_rx_errors(void);

#endif
