/* E lines: kept until there is room for them, and told at most once a second for each code and channel. */
#ifndef STEP_FAULT_H
#define STEP_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"

/* Faults of a converter. */
enum channel_fault {
	FAULT_TIMEOUT,   /* silent; value: ms */
	FAULT_RATE,      /* fewer than 20 conversions a second; value: tenths of a hertz */
	FAULT_STUCK,     /* DOUT stays low */
	FAULT_DESYNC,    /* DOUT was not high after the last clock pulse */
	FAULT_NOISE,     /* "ready" came sooner than any HX711 can convert */
	FAULT_SATURATED, /* a count at an end of its range */
	CHANNEL_FAULTS
};

/* Faults of the board. */
enum board_fault {
	FAULT_EEPROM,   /* value: damaged records, bit c for channel c's, FAULT_UID for the uid; 0: could not be written */
	FAULT_BROWNOUT, /* value: mV, about; up to 100: per cent below usual; 0: it has led to a reset */
	BOARD_FAULTS
};
#define FAULT_UID 0x8000u

void fault_init(void);

/* Something is wrong. The latest value is the one told; faults without one pass 0. */
void fault_of_channel(enum channel_fault fault, uint8_t channel, uint16_t value);
void fault_of_board(enum board_fault fault, uint16_t value);

/* A fiftieth of a second has passed. */
void fault_tick(void);

/* Send one line if one is due and there is room. Returns whether one was due. */
bool fault_send(void);

#endif
