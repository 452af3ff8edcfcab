/* What the files of this board share with each other. */
#ifndef STEP_AVR_H
#define STEP_AVR_H

#include <stdbool.h>
#include <stdint.h>

void pins_init(void);
void clock_init(void);
void uart_init(void);
void supply_init(void);
void watchdog_init(void);

/* hal_micros() for an interrupt, where interrupts are masked already. */
uint32_t clock_now_us(void);

/* Whether 33 ms have passed, once for each of them; interrupts masked. */
bool clock_has_ticked(void);

/* Whether a received byte waits; for the moment before sleeping, interrupts masked. */
bool uart_has_byte(void);

#endif
