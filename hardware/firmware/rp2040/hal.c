/* What the core asks of a board (core/hal.h), on the RP2040. */
#include "hal.h"

#include "board.h"
#include "config.h"
#include "flash.h"
#include "link.h"
#include "regs.h"
#include "store.h"
#include "watchdog.h"

#define LAST_WORDS_US 20000u
#define ERASE_MAX_US 1000000u /* twice what data sheets say of a sector */

uint32_t hal_micros(void) { return REG(TIMER_TIMERAWL); }

void hal_mask(void) { __asm__ volatile("cpsid i" ::: "memory"); }

void hal_unmask(void) { __asm__ volatile("cpsie i" ::: "memory"); }

uint8_t hal_dout(void) { return (uint8_t)((REG(SIO_GPIO_IN) >> PIN_DOUT) & ALL_CHANNELS); }

void hal_watch(uint8_t converters)
{
	uint32_t edges = 0;

	for (uint32_t c = 0; c < STEP_CHANNELS; c++)
		if (converters & BIT(c))
			edges |= (uint32_t)(GPIO_EDGE_LOW | GPIO_EDGE_HIGH) << (4 * (PIN_DOUT + c));
	REG(GPIO_PROC0_INTE0) = edges;
}

/* At least 0.24 us at 125 MHz: ten rounds of three cycles. */
static inline void quarter_microsecond(void)
{
	uint32_t rounds = 10;

	__asm__ volatile("1: subs %0, #1\n\tbne 1b" : "+l"(rounds)::"cc");
}

bool hal_pulse(uint8_t converter)
{
	const uint32_t sck = (uint32_t)converter << PIN_SCK;

	hal_mask();
	REG(SIO_GPIO_OUT_SET) = sck;
	quarter_microsecond();
	uint32_t levels = REG(SIO_GPIO_IN);
	REG(SIO_GPIO_OUT_CLR) = sck;
	hal_unmask();
	quarter_microsecond(); /* the shortest low that the converter asks for is 0.2 us as well */
	return (levels & (uint32_t)converter << PIN_DOUT) != 0;
}

void hal_sck(uint8_t converter, bool high)
{
	REG(high ? SIO_GPIO_OUT_SET : SIO_GPIO_OUT_CLR) = (uint32_t)converter << PIN_SCK;
}

uint16_t hal_tx_room(void) { return link_room(); }

void hal_tx_put(uint8_t byte) { link_put(byte); }

bool hal_tx_idle(void) { return link_idle(); }

bool hal_rx_get(uint8_t *byte) { return link_get(byte); }

bool hal_memory_ready(void) { return !store_busy(); }

uint8_t hal_memory_read(uint16_t address) { return store_read(address); }

void hal_memory_write(uint16_t address, uint8_t byte) { store_start_write(address, byte); }

enum reset_cause hal_reset_cause(void) { return watchdog_reset_cause(); }

/* The boot ROM cannot read a flash chip that is still at work, and the host shall have its answer; if it fetches it. */
static bool unfinished(uint32_t since_us)
{
	if (store_busy())
		return since_us < ERASE_MAX_US;
	return !link_sent() && since_us < LAST_WORDS_US;
}

void hal_reboot(void)
{
	const uint32_t begun_us = hal_micros();

	while (unfinished(hal_micros() - begun_us)) {
		watchdog_feed();
		store_poll();
	}
	watchdog_reboot();
}

void hal_watchdog_reset(void) { watchdog_feed(); }

/* The flash chip's own number differs from board to board. Where a chip has none, the ring oscillator decides. */
uint32_t hal_entropy(void)
{
	uint8_t uid[FLASH_UID];
	uint32_t mixed = 2166136261u; /* FNV-1a */
	bool alike = true;

	flash_uid(uid);
	for (uint8_t i = 0; i < FLASH_UID; i++) {
		mixed = (mixed ^ uid[i]) * 16777619u;
		alike = alike && uid[i] == uid[0];
	}
	for (uint8_t i = 0; alike && i < 128; i++)
		mixed = (mixed ^ (REG(ROSC_RANDOMBIT) & 1)) * 16777619u;
	return mixed;
}

/* Not measured on this board. */
uint16_t hal_supply_mv(void) { return 0; }
