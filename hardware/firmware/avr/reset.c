/* Why the processor started, the watchdog, and starting again. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>

#include "avr.h"
#include "hal.h"

#define ASKED_FOR 0xB007u
#define RAN 0x57E9u

/*
 * Longer than anything takes but a fault: reading four converters and writing their lines takes 2 ms. ATmegaBOOT, the
 * boot loader of old Nanos, does not stop the watchdog, so that its first reset would be followed by others for ever:
 * for such boards the firmware is built without it (make BOARD=nano-old).
 */
#ifndef STEP_WATCHDOG
#define STEP_WATCHDOG 1
#endif

/* These three outlive a reset. */
static uint16_t mark __attribute__((section(".noinit"))); /* what a run before this one left; chance after power-up */
static uint8_t flags __attribute__((section(".noinit")));
static uint8_t passed_on __attribute__((section(".noinit")));
static enum reset_cause cause;

/*
 * Before anything else: after a reset by the watchdog it runs on, with the shortest time. Optiboot clears MCUSR and
 * passes what it was in r2; .init0 is the first moment of all, nothing has used r2 yet.
 */
void keep_reset_flags(void) __attribute__((naked, used, section(".init0")));
void keep_reset_flags(void)
{
	__asm__ __volatile__("sts %0, r2" : "=m"(passed_on));
}

void stop_watchdog(void) __attribute__((naked, used, section(".init3")));
void stop_watchdog(void)
{
	flags = MCUSR;
	MCUSR = 0;
	wdt_disable();
}

static enum reset_cause judge(void)
{
	uint8_t why = flags;

	if (mark == ASKED_FOR)
		return RESET_SOFTWARE;
	if (why == 0 && (passed_on & 0xF0u) == 0)
		why = passed_on;
	if (why & _BV(PORF))
		return RESET_POWER;
	if (why & _BV(BORF))
		return RESET_BROWNOUT;
	if (why & _BV(WDRF))
		return RESET_WATCHDOG;
	if (why & _BV(EXTRF))
		return RESET_EXTERNAL;
	/* A boot loader has taken it away; but it ran through power-up, or it kept what the last run left in RAM. */
	return mark == RAN ? RESET_UNKNOWN : RESET_POWER;
}

void watchdog_init(void)
{
	cause = judge();
	mark = RAN;
#if STEP_WATCHDOG
	wdt_enable(WDTO_250MS);
#endif
}

enum reset_cause hal_reset_cause(void)
{
	return cause;
}

void hal_watchdog_reset(void)
{
	wdt_reset();
}

/* What was given to the serial port, two bytes at most, leaves in the time that the watchdog takes. */
void hal_reboot(void)
{
	mark = ASKED_FOR;
	cli();
#if STEP_WATCHDOG
	wdt_enable(WDTO_15MS);
	for (;;) {
	}
#else
	__asm__ __volatile__("jmp 0");
#endif
}
