/* What the files of this board share with each other. */
#ifndef STEP_AVR_H
#define STEP_AVR_H

#include <stdbool.h>

void pins_init(void);
void clock_init(void);
void uart_init(void);
void supply_init(void);
void watchdog_init(void);

/* Whether a received byte waits; for the moment before sleeping, interrupts masked. */
bool uart_has_byte(void);

#endif
