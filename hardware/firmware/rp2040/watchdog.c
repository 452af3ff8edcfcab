#include "watchdog.h"

#include "regs.h"

/* The counter loses two a microsecond (erratum RP2040-E1). */
#define HALF_A_SECOND (500000u * 2u)

/* Kept through a reset by the watchdog, lost without power. The boot ROM also ends the loading of new firmware by the
 * watchdog; only with this word was it us who hung. */
#define RUNNING 0x57E9C0DEu

static enum reset_cause cause;

static enum reset_cause find_cause(void)
{
	uint32_t reason = REG(WATCHDOG_REASON);

	if (reason & WATCHDOG_REASON_FORCE)
		return RESET_SOFTWARE;
	if (reason & WATCHDOG_REASON_TIMER)
		return REG(WATCHDOG_SCRATCH0) == RUNNING ? RESET_WATCHDOG : RESET_SOFTWARE;
	if (REG(CHIP_RESET) & CHIP_HAD_RUN)
		return RESET_EXTERNAL;
	return REG(CHIP_RESET) & CHIP_HAD_POR ? RESET_POWER : RESET_UNKNOWN; /* the chip tells no brown-out from power-up */
}

void watchdog_init(void)
{
	cause = find_cause();
	REG(WATCHDOG_SCRATCH0) = RUNNING;
	REG(PSM_WDSEL) = PSM_ALL_BUT_OSCILLATORS;
	watchdog_feed();
	SET_BITS(WATCHDOG_CTRL) = WATCHDOG_ENABLE;
}

void watchdog_feed(void) { REG(WATCHDOG_LOAD) = HALF_A_SECOND; }

void watchdog_reboot(void)
{
	SET_BITS(WATCHDOG_CTRL) = WATCHDOG_TRIGGER;
	for (;;)
		;
}

enum reset_cause watchdog_reset_cause(void) { return cause; }
