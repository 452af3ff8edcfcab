/* The same as simavr's own avr_callback_run_raw(), but timers and interrupts are only called when there are any:
 * half of the time of a run with checks would go into asking. */
#include "cpu.h"

#include <simavr/sim_core.h>

#include "registers.h"

enum { SLEEP_MODE = 0x0E };

static bool timer_due(const avr_t *avr)
{
	return avr->cycle_timers.timer && avr->cycle_timers.timer->when <= avr->cycle;
}

/* Time jumps to the next timer. simavr knows one kind of sleep, idle. */
static void sleep_until_timer(avr_t *avr, avr_flashaddr_t next)
{
	avr_cycle_count_t cycles = avr_cycle_timer_process(avr);
	avr->pc = next;
	if (avr->state != cpu_Sleeping)
		return;
	if (!avr->sreg[S_I])
		avr->state = cpu_Done;
	else
		avr->cycle += 1 + cycles;
}

void cpu_run_checked(avr_t *avr, uint64_t until, struct checks *checks)
{
	avr_run_t usual = avr->run; /* the watchdog puts another in its place */
	while (avr->cycle < until && avr->run == usual && avr->state != cpu_Done) {
		avr_flashaddr_t next = avr->pc;
		if (avr->state == cpu_Running) {
			avr->run_cycle_count = 1;
			next = avr_run_one(avr);
			if (avr->state == cpu_Sleeping && (avr->data[REG_SMCR] & SLEEP_MODE))
				checks->deep_sleeps++;
		}
		if (avr->state == cpu_Running) {
			if (timer_due(avr))
				avr_cycle_timer_process(avr);
			avr->pc = next;
		} else if (avr->state == cpu_Sleeping) {
			sleep_until_timer(avr, next);
		} else {
			return;
		}
		if (avr->interrupt_state && avr->sreg[S_I])
			avr_service_interrupts(avr);
		checks_step(checks, avr);
	}
	if (avr->run != usual)
		avr->run(avr);
}
