/* The board: the controller with its firmware, its resets and its supply. */
#ifndef BENCH_BOARD_H
#define BENCH_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include <simavr/sim_avr.h>

#include "checks.h"
#include "eeprom.h"
#include "options.h"
#include "pins.h"
#include "usart.h"

enum reset_cause { RESET_POWER = 0x01, RESET_EXTERNAL = 0x02, RESET_BROWN_OUT = 0x04, RESET_WATCHDOG = 0x08 };

struct board_counters {
	uint64_t resets, power, external, brown_out, watchdog;
	unsigned flash_bytes, static_ram_bytes;
};

struct board {
	avr_t *avr;
	struct usart usart;
	struct eeprom eeprom;
	struct pins pins;
	struct checks *checks;
	void (*core_reset)(struct avr_t *);
	uint64_t seed;
	bool was_reset, supplied, boot_loader;
	uint64_t held_until;     /* the controller stands still in reset or in its bootloader */
	uint64_t supply_back_at; /* HX_NEVER while the supply is there */
	enum reset_cause cause_when_back;
	double bootloader_ms;
	struct board_counters counters;
};

/* Loads the firmware and puts the board together, without supply. */
void board_init(struct board *board, const struct options *options, struct source *source, struct log *log,
	struct checks *checks, void (*byte_sent)(void *, uint64_t, uint8_t), void (*line_free)(void *), void *context);

/* Switches the board on. */
void board_power_on(struct board *board);

/* Runs up to cycle `until`, or to a reset. */
void board_run(struct board *board, uint64_t until);

/* Whether the controller stands still. */
bool board_held(const struct board *board);

/* The reset pin, as DTR pulls it: the bootloader runs first. */
void board_reset(struct board *board);

/* The supply is too low for the controller and the chips for a while; RAM and EEPROM keep what they hold. */
void board_supply_dip(struct board *board, double duration_ms);

/* No supply for a while: RAM is lost, an EEPROM byte being written is left half-written. */
void board_power_cut(struct board *board, double duration_ms);

/* The supply, as the controller's analog converter measures it; it resets nothing. */
void board_voltage(struct board *board, double supply_mv);

void board_close(struct board *board);

#endif
