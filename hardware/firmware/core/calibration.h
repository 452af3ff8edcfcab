/* Calibrations: the text of K commands, kept as it came, for each channel in two places (record.h). */
#ifndef STEP_CALIBRATION_H
#define STEP_CALIBRATION_H

#include <stdbool.h>
#include <stdint.h>

#include "fields.h"
#include "record.h"

/* "K 0 84213 0.000491 1760000000 note" without its "K ", so that "A K ..." is still a line. */
#define CALIBRATION_MAX RECORD_MAX

/* Find what is stored; returns the channels (a mask) of which a record is damaged. */
uint8_t calibration_init(void);

/* Begin to store a text for a channel; calibration_poll() goes on with it. Only while not calibration_busy(). */
void calibration_store(uint8_t channel, struct text text);
bool calibration_busy(void);

/* WRITTEN when the text is stored and was read back, WRITE_FAILED when the one before it stays; each told once. */
enum writing calibration_poll(void);

/* The channel being stored, or stored last, and its text; both stay until the next calibration_store(). */
uint8_t calibration_channel(void);
struct text calibration_text(void);

bool calibration_exists(uint8_t channel);

/* Write a channel's stored text into the line that has been begun. Not while calibration_busy(). */
void calibration_say(uint8_t channel);

#endif
