#include "pins.h"

#include <simavr/avr_ioport.h>

#include "clock.h"
#include "fail.h"
#include "registers.h"

/* An instruction writes its port at the end of its last cycle: one cycle for OUT, two for SBI, CBI, STS, ST. The
 * simulator tells of it with the time at which the instruction began. */
static uint64_t store_cycles(const avr_t *avr)
{
	unsigned instruction = avr->flash[avr->pc] | (unsigned)avr->flash[avr->pc + 1] << 8;
	return (instruction & 0xF800) == 0xB800 ? 1 : 2;
}

/* What an IN reads is what the pin was half a cycle or more before (datasheet, "Reading the Pin Value"), which
 * simavr leaves out. In whole cycles: a change is seen by instructions that begin one cycle after it. */
enum { SYNCHRONISER_CYCLES = 1 };

/* Whenever PORTx or DDRx is written, simavr sets every input with a pull-up to 1 unless it was told what is connected. */
static void connect(struct pins *pins)
{
	avr_ioport_external_t outside = {.name = 'D'};
	for (int chip = 0; chip < pins->chips; chip++) {
		unsigned mask = 1u << pins->pin[chip].port_bit;
		outside.mask |= mask;
		outside.value |= pins->pin[chip].level ? mask : 0;
	}
	avr_ioctl(pins->avr, AVR_IOCTL_IOPORT_SET_EXTERNAL('D'), &outside);
}

static void show(struct pin *pin, bool level)
{
	pin->level = level;
	connect(pin->pins);
	avr_raise_irq(pin->dout, level);
}

/* Passes on what the synchroniser has let through by now. */
static void show_edges(struct pin *pin, uint64_t now)
{
	while (pin->count && pin->edges[pin->first].at <= now) {
		bool level = pin->edges[pin->first].level;
		pin->first = (pin->first + 1) % EDGES;
		pin->count--;
		show(pin, level);
	}
}

static void dout_changed(void *context, int chip, uint64_t at, bool level)
{
	struct pin *pin = &((struct pins *)context)->pin[chip];
	log_dout(pin->pins->log, chip, at, level);
	if (pin->count == EDGES)
		show_edges(pin, HX_NEVER);
	pin->edges[(pin->first + pin->count++) % EDGES] = (struct edge){at + SYNCHRONISER_CYCLES, level};
}

static uint64_t next_event(const struct pins *pins)
{
	uint64_t next = HX_NEVER;
	for (int chip = 0; chip < pins->chips; chip++) {
		const struct pin *pin = &pins->pin[chip];
		uint64_t own = hx_next(&pins->chip[chip]);
		if (pin->count && pin->edges[pin->first].at < own)
			own = pin->edges[pin->first].at;
		if (own < next)
			next = own;
	}
	return next;
}

static avr_cycle_count_t wake(avr_t *avr, avr_cycle_count_t when, void *context)
{
	struct pins *pins = context;
	(void)when;
	for (int chip = 0; chip < pins->chips; chip++) {
		hx_advance(&pins->chip[chip], avr->cycle);
		show_edges(&pins->pin[chip], avr->cycle);
	}
	uint64_t next = next_event(pins);
	pins->wake_at = next;
	if (next == HX_NEVER)
		return 0;
	return next > avr->cycle ? next : avr->cycle + 1;
}

void pins_wake(struct pins *pins)
{
	uint64_t next = next_event(pins), now = pins->avr->cycle;
	if (next == pins->wake_at)
		return;
	pins->wake_at = next;
	if (next == HX_NEVER)
		avr_cycle_timer_cancel(pins->avr, wake, pins);
	else
		avr_cycle_timer_register(pins->avr, next > now ? next - now : 1, wake, pins);
}

static void clock_chip(struct pins *pins, int chip, uint64_t at, bool level)
{
	if (pins->chip[chip].clock == level || pins->unplugged[chip])
		return;
	log_clock(pins->log, chip, at, level);
	hx_clock(&pins->chip[chip], at, level);
}

static void clock_pin(struct avr_irq_t *irq, uint32_t value, void *context)
{
	struct pin *pin = context;
	struct pins *pins = pin->pins;
	uint64_t at = pins->avr->cycle + store_cycles(pins->avr);
	(void)irq;
	if (pins->shared_clock)
		for (int chip = 0; chip < pins->chips; chip++)
			clock_chip(pins, chip, at, value & 1);
	else
		clock_chip(pins, pin->chip, at, value & 1);
	pins_wake(pins);
}

/* simavr 1.6 does not clear a pin-change flag when 1 is written to it. */
static void write_pin_change_flags(avr_t *avr, avr_io_addr_t address, uint8_t value, void *context)
{
	(void)context;
	for (avr_io_t *io = avr->io_port; io; io = io->next) {
		avr_int_vector_t *vector = &((avr_ioport_t *)io)->pcint;
		if (io->irq_ioctl_get >> 8 != AVR_IOCTL_IOPORT_GETIRQ(0) >> 8 || vector->raised.reg != address)
			continue;
		if ((value >> vector->raised.bit & 1) && vector->pending)
			avr_clear_interrupt(avr, vector);
		if (value >> vector->raised.bit & 1)
			avr_regbit_clear(avr, vector->raised);
	}
}

static uint64_t conversion_end(void *context, int chip, uint64_t start)
{
	return source_end(((struct pins *)context)->source, chip, start);
}

static int32_t count(void *context, int chip, uint64_t at, enum hx_setting setting)
{
	return source_count(((struct pins *)context)->source, chip, at, setting);
}

static void fate(void *context, int chip, enum hx_fate fate, const struct hx_conversion *conversion)
{
	log_conversion(((struct pins *)context)->log, chip, fate, conversion);
}

static void wire(struct pins *pins, int chip, int dout)
{
	struct pin *pin = &pins->pin[chip];
	*pin = (struct pin){.pins = pins, .chip = chip, .port_bit = dout, .level = true};
	pin->dout = avr_io_getirq(pins->avr, AVR_IOCTL_IOPORT_GETIRQ('D'), dout);
	pin->clock = avr_io_getirq(pins->avr, AVR_IOCTL_IOPORT_GETIRQ('B'), chip);
	if (!pin->dout || !pin->clock)
		fail(EXIT_FAILED, "this simavr has no ports B and D: the bench is made for the ATmega328P");
	if (!pins->shared_clock || chip == 0)
		avr_irq_register_notify(pin->clock, clock_pin, pin);
}

void pins_init(struct pins *pins, avr_t *avr, const struct options *options, struct source *source, struct log *log)
{
	*pins = (struct pins){.avr = avr, .chips = options->chips, .shared_clock = options->shared_clock,
		.source = source, .log = log, .wake_at = HX_NEVER};
	const struct hx_world world = {pins, conversion_end, count, dout_changed, fate};
	for (int chip = 0; chip < pins->chips; chip++) {
		hx_init(&pins->chip[chip], chip, CPU_HZ, &world);
		pins->chip[chip].collision = options->collision;
		wire(pins, chip, options->dout_shift + chip);
	}
	take_writes(avr, REG_PCIFR, write_pin_change_flags, NULL);
}

void pins_reset(struct pins *pins)
{
	/* Nothing is connected to D2 and D3 (INT0, INT1) but pull-ups; simavr would poll them each cycle were they low,
	 * which makes everything five times slower. */
	for (int pin = 2; pin <= 3; pin++) {
		avr_irq_t *unconnected = avr_io_getirq(pins->avr, AVR_IOCTL_IOPORT_GETIRQ('D'), pin);
		avr_raise_irq(unconnected, 0);
		avr_raise_irq(unconnected, 1);
	}
	for (int chip = 0; chip < pins->chips; chip++) {
		avr_raise_irq(pins->pin[chip].clock, 0);
		/* the reset has cleared PIND, and a level that does not change would not be passed on */
		bool level = pins->pin[chip].level;
		show(&pins->pin[chip], !level);
		show(&pins->pin[chip], level);
	}
	pins->wake_at = HX_NEVER;
	pins_wake(pins);
}

static void power(struct pins *pins, int chip)
{
	hx_power(&pins->chip[chip], pins->avr->cycle, pins->powered && !pins->unplugged[chip]);
}

void pins_power(struct pins *pins, bool on)
{
	pins->powered = on;
	for (int chip = 0; chip < pins->chips; chip++)
		power(pins, chip);
	pins_wake(pins);
}

void pins_unplug(struct pins *pins, int chip, bool unplugged)
{
	if (unplugged && !pins->unplugged[chip])
		clock_chip(pins, chip, pins->avr->cycle, false);
	pins->unplugged[chip] = unplugged;
	power(pins, chip);
	pins_wake(pins);
}
