/*
 * What a board must give to the core, and what the core gives to a board. Nothing else joins the two: the core
 * knows no register, a board knows no protocol.
 *
 * The board calls step_boot() once, then step_poll() for ever, and step_pins_changed() from the interrupt that sees a
 * DOUT line change (core/step.h). None of the functions below is called from there.
 */
#ifndef STEP_HAL_H
#define STEP_HAL_H

#include <stdbool.h>
#include <stdint.h>

/* ---- time ---- */

/* Microseconds since some moment; wraps at 32 bits. */
uint32_t hal_micros(void);

/* ---- masked section: no interrupt between the two; a few microseconds at most; never nested ---- */

void hal_mask(void);
void hal_unmask(void);

/* ---- converters: bit c of a mask is converter c ---- */

/* Levels of all DOUT lines, 1 is high. Needs pull-ups, so that a converter that is not there reads "not ready". */
uint8_t hal_dout(void);

/*
 * Which converters' DOUT lines step_pins_changed() shall be called for; interrupts are masked. A board that cannot choose
 * may go on calling it for all: it costs time while a converter is read, nothing else.
 */
void hal_watch(uint8_t converters);

/*
 * One clock pulse on one converter's PD_SCK; returns DOUT as it was just before PD_SCK fell (true: high).
 * PD_SCK is high for at least 0.2 us and DOUT is sampled at least 0.1 us (plus whatever delay the board's inputs have)
 * after it rose; interrupts are masked while it is high, because 60 us of it switch the converter off.
 */
bool hal_pulse(uint8_t converter);

/* Hold one PD_SCK high or low: power-down and back. */
void hal_sck(uint8_t converter, bool high);

/* ---- serial port ---- */

/* How many bytes may be sent now without waiting. */
uint16_t hal_tx_room(void);

/* Send one byte; only called while there is room. Sending begins at once. */
void hal_tx_put(uint8_t byte);

/* Whether nothing waits any more. What the port is just sending must still leave before hal_reboot() takes effect. */
bool hal_tx_idle(void);

/*
 * Take one received byte; false when there is none. A byte that was lost or damaged on its way is given as 0x00, in
 * its place, so that it spoils its own line and no other.
 */
bool hal_rx_get(uint8_t *byte);

/* ---- non-volatile memory: STEP_MEMORY bytes that can be written singly ---- */

/* Whether a byte can be read or written now. */
bool hal_memory_ready(void);
uint8_t hal_memory_read(uint16_t address);

/* Begin to write one byte; returns at once. Power may fail at any time: only this byte may then be something else. */
void hal_memory_write(uint16_t address, uint8_t byte);

/* ---- the board itself ---- */

enum reset_cause { RESET_POWER, RESET_EXTERNAL, RESET_BROWNOUT, RESET_WATCHDOG, RESET_SOFTWARE, RESET_UNKNOWN };

/* Why the board last started. */
enum reset_cause hal_reset_cause(void);

/* Start again, cause RESET_SOFTWARE. Does not return, except on a host. */
void hal_reboot(void);

/* Tell the watchdog that all is well. */
void hal_watchdog_reset(void);

/* Something that differs between two boards of one kind and between two first power-ups, as far as there is any. */
uint32_t hal_entropy(void);

/* Supply voltage, mV; 0 when it is not known. Never waits. */
uint16_t hal_supply_mv(void);

#endif
