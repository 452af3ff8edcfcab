/* The step on an ATmega328P. */
#include <avr/interrupt.h>
#include <avr/sleep.h>

#include "avr.h"
#include "step.h"

/*
 * Sleep until there is something to do. Every byte that leaves wakes the processor too, for nothing; so it looks, with
 * interrupts masked, and sleeps again.
 */
static void sleep(void)
{
	cli();
	while (!step_ready_masked() && !uart_has_byte() && !clock_has_ticked()) {
		sleep_enable();
		sei(); /* takes effect after the next instruction, so nothing comes between the two */
		sleep_cpu();
		sleep_disable();
		cli();
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
