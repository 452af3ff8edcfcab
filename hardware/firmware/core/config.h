/* What is decided when the firmware is built. The Makefile sets these; the defaults are a two-plate step on an Uno. */
#ifndef STEP_CONFIG_H
#define STEP_CONFIG_H

#define STEP_FIRMWARE "1.0.0"

#ifndef STEP_CHANNELS
#define STEP_CHANNELS 2
#endif

#ifndef STEP_BAUD
#define STEP_BAUD 115200
#endif

#ifndef STEP_BOARD
#define STEP_BOARD "uno"
#endif

/* Names of the channels in I; two per plate are front and back. A third bridge is the hand rail's ("H"). */
#if STEP_CHANNELS == 1
#define STEP_NAMES "L"
#elif STEP_CHANNELS == 2
#define STEP_NAMES "L,R"
#elif STEP_CHANNELS == 3
#define STEP_NAMES "L,R,H"
#elif STEP_CHANNELS == 4
#define STEP_NAMES "LF,LB,RF,RB"
#else
#error "STEP_CHANNELS must be 1 to 4"
#endif

/* All converters, as a mask. */
#define ALL_CHANNELS ((uint8_t)((1u << STEP_CHANNELS) - 1u))

/*
 * Constants that shall stay in flash on a processor that has flash and RAM in two address spaces: the board's Makefile
 * says how (avr: -DFLASH=__flash). Elsewhere const is enough.
 */
#ifndef FLASH
#define FLASH
#endif

/* Bytes of non-volatile memory in use: the layout is in record.h. */
#define STEP_MEMORY 1024u

/*
 * Mistakes people make, one a build, for tests that must find them; hardware/firmware/README.md lists them.
 * All are off in a firmware.
 */
#ifndef BUG_PHANTOM_READY
#define BUG_PHANTOM_READY 0
#endif
#ifndef BUG_EARLY_SAMPLE
#define BUG_EARLY_SAMPLE 0
#endif
#ifndef BUG_BLOCKING_EEPROM
#define BUG_BLOCKING_EEPROM 0
#endif
#ifndef BUG_SHARED_CLOCK
#define BUG_SHARED_CLOCK 0
#endif
#ifndef BUG_MASKED_READ
#define BUG_MASKED_READ 0
#endif
#ifndef BUG_NO_MASKING
#define BUG_NO_MASKING 0
#endif
#ifndef BUG_NONATOMIC_TIME
#define BUG_NONATOMIC_TIME 0
#endif
#ifndef BUG_TORN_CALIBRATION
#define BUG_TORN_CALIBRATION 0
#endif
#ifndef BUG_SPLIT_LINES
#define BUG_SPLIT_LINES 0
#endif
#ifndef BUG_SEQ_ON_SEND
#define BUG_SEQ_ON_SEND 0
#endif
#ifndef BUG_HANG
#define BUG_HANG 0
#endif

#endif
