/* Clocks, timer and watchdog. */
#ifndef RP2040_CLOCKS_H
#define RP2040_CLOCKS_H

#include <stdint.h>

#define CLOCK_HZ 125000000ul

/* Reset the blocks in this mask and let them run. */
void blocks_start(uint32_t mask);

/* Crystal (12 MHz) to reference clock, PLL to 125 MHz for everything else, microsecond tick for timer and watchdog. */
void clocks_init(void);

/* 48 MHz for USB, after clocks_init(). */
void clocks_init_usb(void);

#endif
