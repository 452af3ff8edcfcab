/* The step on an ATmega328P. */
#include <avr/interrupt.h>
#include <avr/sleep.h>

#include "avr.h"
#include "step.h"

/* Sleep until an interrupt; what may have come since the last look is looked for with interrupts masked. */
static void sleep(void)
{
	cli();
	if (!step_ready_masked() && !uart_has_byte()) {
		sleep_enable();
		sei(); /* takes effect after the next instruction, so nothing comes between the two */
		sleep_cpu();
		sleep_disable();
	}
	sei();
}

int main(void)
{
	set_sleep_mode(SLEEP_MODE_IDLE);
	watchdog_init();
	clock_init();
	pins_init();
	uart_init();
	supply_init();
	sei();
	step_boot();
	for (;;)
		if (!step_poll())
			sleep();
}
