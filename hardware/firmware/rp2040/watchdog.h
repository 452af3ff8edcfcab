/* The watchdog, and why the board last started. */
#ifndef RP2040_WATCHDOG_H
#define RP2040_WATCHDOG_H

#include "hal.h"

/* Note why the board started, then let the watchdog reset everything unless it is fed twice a second. */
void watchdog_init(void);
void watchdog_feed(void);
void watchdog_reboot(void);
enum reset_cause watchdog_reset_cause(void);

#endif
