#include "host.h"

#include <stdlib.h>
#include <string.h>

#include "chips.h"
#include "hal.h"
#include "memory.h"
#include "step.h"

#define POLL_US 10u  /* time moves on in steps of so much */
#define TX_BYTES 127u /* as on the ATmega328P */
#define RX_BYTES 127u
#define BITS_PER_BYTE 10u

/* Bytes in order, growing as needed. */
struct queue {
	uint8_t *bytes;
	size_t length, room, taken;
};

static struct queue to_step, from_step; /* still to arrive; arrived */
static uint8_t tx[TX_BYTES], rx[RX_BYTES];
static unsigned tx_used, tx_from, rx_used, rx_from;
static uint32_t now_us, baud, tx_credit, rx_credit;
static uint8_t watched, seen;
static bool rebooted;
static enum reset_cause cause;
static uint16_t supply_mv;
static uint32_t entropy;
static struct host_pins model;

static void append(struct queue *queue, const uint8_t *bytes, size_t length)
{
	if (queue->length + length > queue->room) {
		queue->room = 2 * (queue->length + length);
		queue->bytes = realloc(queue->bytes, queue->room);
		if (queue->bytes == NULL)
			abort();
	}
	memcpy(queue->bytes + queue->length, bytes, length);
	queue->length += length;
}

static size_t left_in(const struct queue *queue)
{
	return queue->length - queue->taken;
}

static void empty(struct queue *queue)
{
	free(queue->bytes);
	memset(queue, 0, sizeof *queue);
}

/* ---- the board's side ---- */

uint32_t hal_micros(void)
{
	return now_us;
}

void hal_mask(void)
{
}

void hal_unmask(void)
{
}

uint8_t hal_dout(void)
{
	return model.dout ? model.dout(model.context) : chips_dout();
}

void hal_watch(uint8_t converters)
{
	watched = converters;
}

bool hal_pulse(uint8_t converter)
{
	return model.pulse ? model.pulse(model.context, converter) : chips_pulse(converter);
}

void hal_sck(uint8_t converter, bool high)
{
	if (model.sck)
		model.sck(model.context, converter, high);
	else
		chips_sck(converter, high, now_us);
}

uint16_t hal_tx_room(void)
{
	return (uint16_t)(TX_BYTES - tx_used);
}

void hal_tx_put(uint8_t byte)
{
	if (tx_used == TX_BYTES)
		abort(); /* the core has not asked for room */
	tx[(tx_from + tx_used++) % TX_BYTES] = byte;
}

bool hal_tx_idle(void)
{
	return tx_used == 0;
}

bool hal_rx_get(uint8_t *byte)
{
	if (rx_used == 0)
		return false;
	*byte = rx[rx_from];
	rx_from = (rx_from + 1) % RX_BYTES;
	rx_used--;
	return true;
}

enum reset_cause hal_reset_cause(void)
{
	return cause;
}

void hal_reboot(void)
{
	rebooted = true;
}

void hal_watchdog_reset(void)
{
}

uint32_t hal_entropy(void)
{
	return entropy;
}

uint16_t hal_supply_mv(void)
{
	return supply_mv;
}

/* ---- the serial line ---- */

/* How many bytes the line has carried in the time that has passed. */
static unsigned carried(uint32_t *credit, uint32_t us)
{
	*credit += us * (baud / 100u);
	const uint32_t per_byte = BITS_PER_BYTE * 10000u;
	const unsigned bytes = *credit / per_byte;
	*credit -= bytes * per_byte;
	return bytes;
}

static void send_bytes(uint32_t us)
{
	unsigned bytes = baud == 0 ? TX_BYTES : carried(&tx_credit, us);

	for (; bytes > 0 && tx_used > 0; bytes--) {
		append(&from_step, &tx[tx_from], 1);
		tx_from = (tx_from + 1) % TX_BYTES;
		tx_used--;
	}
	if (tx_used == 0)
		tx_credit = 0;
}

/* A full ring spoils its last byte, as on the board; a line that carries all at once waits instead. */
static void receive_bytes(uint32_t us)
{
	unsigned bytes = baud == 0 ? RX_BYTES - rx_used : carried(&rx_credit, us);

	for (; bytes > 0 && left_in(&to_step) > 0; bytes--) {
		const uint8_t byte = to_step.bytes[to_step.taken++];
		if (rx_used == RX_BYTES)
			rx[(rx_from + RX_BYTES - 1) % RX_BYTES] = 0;
		else
			rx[(rx_from + rx_used++) % RX_BYTES] = byte;
	}
	if (left_in(&to_step) == 0) {
		empty(&to_step);
		rx_credit = 0;
	}
}

/* ---- host.h ---- */

void host_pins_changed(void)
{
	const uint8_t dout = hal_dout();

	if (((dout ^ seen) & watched) != 0)
		step_pins_changed(dout, now_us);
	seen = dout;
}

void host_reset(uint32_t start_us)
{
	static const struct host_pins none;

	now_us = start_us;
	model = none;
	supply_mv = 0;
	entropy = 0;
	chips_reset();
	chips_advance(now_us);
	memory_reset();
	empty(&from_step);
}

void host_start(int why)
{
	cause = (enum reset_cause)why;
	rebooted = false;
	tx_used = 0;
	rx_used = 0;
	tx_credit = 0;
	rx_credit = 0;
	watched = 0xFF;
	seen = hal_dout();
	empty(&to_step);
	memory_power_up();
	step_boot();
}

bool host_rebooted(void)
{
	return rebooted;
}

bool host_is_off(void)
{
	return memory_is_cut();
}

uint32_t host_run(uint32_t us)
{
	while (us > 0 && !rebooted && !memory_is_cut()) {
		const uint32_t step_us = us < POLL_US ? us : POLL_US;
		now_us += step_us;
		us -= step_us;
		chips_advance(now_us);
		host_pins_changed();
		send_bytes(step_us);
		receive_bytes(step_us);
		step_poll();
		host_pins_changed();
	}
	return us;
}

uint32_t host_now_us(void)
{
	return now_us;
}

void host_send(const uint8_t *bytes, size_t length)
{
	append(&to_step, bytes, length);
}

size_t host_take(uint8_t *bytes, size_t room)
{
	const size_t length = left_in(&from_step) < room ? left_in(&from_step) : room;

	if (length > 0)
		memcpy(bytes, from_step.bytes + from_step.taken, length);
	from_step.taken += length;
	if (left_in(&from_step) == 0)
		empty(&from_step);
	return length;
}

void host_set_baud(uint32_t rate)
{
	baud = rate;
}

void host_set_supply_mv(uint16_t mv)
{
	supply_mv = mv;
}

void host_set_entropy(uint32_t value)
{
	entropy = value;
}

void host_use_pins(const struct host_pins *pins)
{
	model = *pins;
}
