/* The step on a Raspberry Pi Pico: bring up the chip, then leave everything to the core. */
#include "board.h"
#include "clocks.h"
#include "config.h"
#include "flash.h"
#include "hal.h"
#include "irq.h"
#include "link.h"
#include "regs.h"
#include "step.h"
#include "store.h"
#include "watchdog.h"

/* How long the main loop may sleep: it looks after silent converters and once-a-second lines, and after the flash. */
enum { SLEEP_US = 10000, SLEEP_WHILE_STORING_US = 500 };

static volatile bool slept_enough;

int main(void);
void alarm_interrupt(void);
void pin_interrupt(void);

void alarm_interrupt(void)
{
	REG(TIMER_INTR) = BIT(0);
	slept_enough = true;
}

/* Edges are cleared before levels are read: one that comes in between brings the interrupt back. */
void pin_interrupt(void)
{
	uint32_t t_us = REG(TIMER_TIMERAWL);

	REG(GPIO_INTR0) = REG(GPIO_INTR0);
	step_pins_changed(hal_dout(), t_us);
}

static void pins_init(void)
{
	for (uint32_t c = 0; c < STEP_CHANNELS; c++) {
		REG(PAD(PIN_DOUT + c)) = PAD_INPUT_ENABLE | PAD_PULL_UP | PAD_SCHMITT; /* no converter: not ready */
		REG(GPIO_CTRL(PIN_DOUT + c)) = GPIO_FUNC_SIO;
		REG(SIO_GPIO_OUT_CLR) = BIT(PIN_SCK + c);
		REG(SIO_GPIO_OE_SET) = BIT(PIN_SCK + c);
		REG(PAD(PIN_SCK + c)) = PAD_DRIVE_4_MA | PAD_SCHMITT | PAD_INPUT_ENABLE;
		REG(GPIO_CTRL(PIN_SCK + c)) = GPIO_FUNC_SIO;
	}
	REG(SIO_GPIO_OUT_SET) = BIT(PIN_REGULATOR);
	REG(SIO_GPIO_OE_SET) = BIT(PIN_REGULATOR);
	REG(GPIO_CTRL(PIN_REGULATOR)) = GPIO_FUNC_SIO;
	hal_watch(ALL_CHANNELS);
	irq_enable(IRQ_IO_BANK0, PRIORITY_HIGH);
}

static void alarm_init(void)
{
	REG(TIMER_INTE) = BIT(0);
	irq_enable(IRQ_TIMER_0, PRIORITY_LOW);
}

static bool awaited(void) { return step_ready_masked() || link_waiting() || slept_enough; }

/* Sleep until there is something to do; the link's interrupts alone are nothing. With interrupts masked one still ends
 * the sleep, so none can slip in before it. */
static void rest(void)
{
	slept_enough = false;
	REG(TIMER_ALARM0) = REG(TIMER_TIMERAWL) + (store_busy() ? SLEEP_WHILE_STORING_US : SLEEP_US);
	hal_mask();
	while (!awaited()) {
		__asm__ volatile("wfi" ::: "memory");
		hal_unmask();
		hal_mask();
	}
	hal_unmask();
}

int main(void)
{
	hal_mask();
	clocks_init();
	watchdog_init();
	blocks_start(RESET_IO_BANK0 | RESET_PADS_BANK0);
	flash_init();
	store_init();
	link_init();
	pins_init();
	alarm_init();
	hal_unmask();
	step_boot();
	for (;;) {
		store_poll();
		bool more = step_poll();
		link_poll();
		if (!more)
			rest();
	}
}
