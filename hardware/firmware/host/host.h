/*
 * The core on this machine, for tests: the same sources as on the board, with a board that is made of memory. One step
 * for each loaded library; time passes only in host_run().
 *
 *     host_start(0); host_oscillate(0, 12195, 84213); host_oscillate(1, 11364, -52877);
 *     host_run(1000000); n = host_take(bytes, sizeof bytes);
 *
 * The functions of the core (core/NAME.h) are exported as well: crc16_add, command_feed, text_is_real, ...
 */
#ifndef STEP_HOST_H
#define STEP_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Serial port: baud 0 is a line that carries everything at once. Stays as it is over host_start(). */
void host_set_baud(uint32_t baud);

/* Begin at `now_us`; also makes memory blank, converters silent and everything else as after loading. */
void host_reset(uint32_t now_us);

/* Start the firmware with a cause of enum reset_cause (0 power). What was in RAM is gone; memory and converters stay. */
void host_start(int cause);

/* Let time pass. Returns earlier, with the microseconds left, when power fails or the step reboots. */
uint32_t host_run(uint32_t us);
uint32_t host_now_us(void);

/* Whether the step has asked for a reboot, or power has failed: nothing happens until host_start(). */
bool host_rebooted(void);
bool host_is_off(void);

/* Bytes to the step; they arrive one after the other, at the speed of the line, while time passes. */
void host_send(const uint8_t *bytes, size_t length);

/* Take up to `room` bytes that have come from the step; returns how many. */
size_t host_take(uint8_t *bytes, size_t room);

/* Converters, as HX711: converting on their own every period_us (0: silent), always this count; or once, now. */
void host_oscillate(uint8_t channel, uint32_t period_us, int32_t count);
void host_set_count(uint8_t channel, int32_t count);
void host_convert(uint8_t channel, int32_t count);

/* DOUT held low or high whatever the converter does; -1 lets go of it. */
void host_hold_dout(uint8_t channel, int level);

/* The next reads of a channel see this many clock pulses too few: out of step. */
void host_slip(uint8_t channel, unsigned reads);

/* Conversions made, and overwritten before they were read, since host_reset(). */
unsigned host_converted(uint8_t channel);
unsigned host_overwritten(uint8_t channel);

/* Times PD_SCK was high for long enough to switch the converter off. */
unsigned host_switched_off(uint8_t channel);

/* The step's non-volatile memory, 1024 bytes; writing one takes 3.4 ms, or `us`. */
uint8_t *host_memory(void);
void host_set_memory_us(uint32_t us);
unsigned host_memory_writes(void);

/* Power fails in the write after `writes` more; that byte becomes `value`. */
void host_cut_power(unsigned writes, uint8_t value);

/* From now, bytes cannot be changed from what they are at these addresses. */
void host_wear_out(uint16_t first, uint16_t last);

void host_set_supply_mv(uint16_t mv);
void host_set_entropy(uint32_t entropy);

/* An own model in place of the converters: it says what DOUT is, and calls host_pins_changed() when that changes. */
struct host_pins {
	void *context;
	uint8_t (*dout)(void *context);
	bool (*pulse)(void *context, uint8_t converter);
	void (*sck)(void *context, uint8_t converter, bool high);
};
void host_use_pins(const struct host_pins *pins);
void host_pins_changed(void);

#endif
