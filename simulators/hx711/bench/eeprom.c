/* simavr 1.6 writes a byte in no time and never shows EEPE: a firmware that waits for each byte, and loses every
 * conversion meanwhile, looks perfect on it. */
#include "eeprom.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../model/random.h"
#include "clock.h"
#include "fail.h"
#include "registers.h"

enum { EERE = 0x01, EEPE = 0x02, EEMPE = 0x04, EERIE = 0x08, EEPM = 0x30 };
enum { MODE_ERASE_WRITE = 0x00, MODE_ERASE = 0x10, MODE_WRITE = 0x20 };
enum { ENABLE_CYCLES = 4 }; /* EEPE must follow EEMPE within so many (datasheet, EECR) */

static bool is_ready(void *context)
{
	return !((const struct eeprom *)context)->busy;
}

static avr_cycle_count_t byte_written(avr_t *avr, avr_cycle_count_t when, void *context)
{
	struct eeprom *eeprom = context;
	(void)when;
	eeprom->cells[eeprom->address] = eeprom->after;
	eeprom->busy = false;
	avr->data[REG_EECR] &= (uint8_t)~EEPE;
	level_update(&eeprom->ready);
	return 0;
}

/* Erasing and programming take about the same time, half of it each (datasheet, EEPM bits: 1.8 of 3.4 ms). */
static uint64_t write_cycles(const struct eeprom *eeprom, int mode)
{
	return mode == MODE_ERASE_WRITE ? eeprom->byte_cycles : (eeprom->byte_cycles * 18 + 17) / 34;
}

static void begin_write(struct eeprom *eeprom, int mode)
{
	avr_t *avr = eeprom->avr;
	uint8_t value = avr->data[REG_EEDR];
	eeprom->address = (uint16_t)(avr->data[REG_EEARL] | avr->data[REG_EEARH] << 8) & (EEPROM_SIZE - 1);
	eeprom->before = eeprom->cells[eeprom->address];
	eeprom->erased = mode == MODE_WRITE ? eeprom->before : 0xFF;
	eeprom->after = mode == MODE_ERASE ? 0xFF : eeprom->erased & value;
	eeprom->begun_at = avr->cycle;
	eeprom->busy_until = avr->cycle + write_cycles(eeprom, mode);
	eeprom->busy = true;
	eeprom->counters.writes++;
	avr_cycle_timer_register(avr, eeprom->busy_until - avr->cycle, byte_written, eeprom);
}

static void read_byte(struct eeprom *eeprom)
{
	avr_t *avr = eeprom->avr;
	if (eeprom->busy) {
		eeprom->counters.busy_reads++;
		return;
	}
	uint16_t address = (uint16_t)(avr->data[REG_EEARL] | avr->data[REG_EEARH] << 8) & (EEPROM_SIZE - 1);
	avr->data[REG_EEDR] = eeprom->cells[address];
}

static void write_control(avr_t *avr, avr_io_addr_t address, uint8_t value, void *context)
{
	struct eeprom *eeprom = context;
	bool was_enabled = (avr->data[address] & EEMPE) && avr->cycle - eeprom->enabled_at <= ENABLE_CYCLES;
	if (value & EERE)
		read_byte(eeprom);
	if ((value & EEPE) && !eeprom->busy && was_enabled) {
		begin_write(eeprom, value & EEPM);
		value &= (uint8_t)~EEMPE;
	} else if ((value & EEPE) && !(avr->data[address] & EEPE)) {
		eeprom->counters.refused++;
	} else if ((value & EEMPE) && !was_enabled) {
		eeprom->enabled_at = avr->cycle;
	}
	avr->data[address] = (value & (EEMPE | EERIE | EEPM)) | (eeprom->busy ? EEPE : 0);
	level_update(&eeprom->ready);
}

static void load(struct eeprom *eeprom)
{
	memset(eeprom->cells, 0xFF, EEPROM_SIZE);
	FILE *file = eeprom->path ? fopen(eeprom->path, "rb") : NULL;
	if (!file) {
		if (eeprom->path && errno != ENOENT)
			fail(EXIT_USAGE, "cannot read the EEPROM file %s: %s", eeprom->path, strerror(errno));
		return;
	}
	size_t length = fread(eeprom->cells, 1, EEPROM_SIZE, file);
	if (length != EEPROM_SIZE || fgetc(file) != EOF)
		fail(EXIT_USAGE, "%s is no EEPROM file: it must have %d bytes; remove it to begin with an erased one",
			eeprom->path, EEPROM_SIZE);
	fclose(file);
}

void eeprom_init(struct eeprom *eeprom, avr_t *avr, const char *path, double byte_ms, uint64_t seed)
{
	*eeprom = (struct eeprom){.avr = avr, .path = path, .seed = seed, .byte_cycles = cycles_of_ms(byte_ms)};
	for (avr_io_t *io = avr->io_port; io; io = io->next)
		if (strcmp(io->kind, "eeprom") == 0)
			eeprom->port = (avr_eeprom_t *)io;
	if (!eeprom->port || eeprom->port->r_eecr != REG_EECR)
		fail(EXIT_FAILED, "this simavr has no EEPROM at 0x%X: the bench is made for the ATmega328P", REG_EECR);
	take_writes(avr, REG_EECR, write_control, eeprom);
	level_init(&eeprom->ready, avr, &eeprom->port->ready, is_ready, eeprom);
	load(eeprom);
}

void eeprom_reset(struct eeprom *eeprom)
{
	if (!eeprom->busy)
		return;
	avr_t *avr = eeprom->avr;
	avr->data[REG_EECR] = EEPE;
	uint64_t rest = eeprom->busy_until > avr->cycle ? eeprom->busy_until - avr->cycle : 1;
	avr_cycle_timer_register(avr, rest, byte_written, eeprom);
}

/* What is left of a byte whose writing was cut off: while it is erased some bits have become 1, while it is
 * programmed some of those to be 0 are not yet. Which ones follows from the seed, the address and the time. */
void eeprom_power_lost(struct eeprom *eeprom)
{
	uint64_t now = eeprom->avr->cycle;
	if (!eeprom->busy)
		return;
	if (now >= eeprom->busy_until) { /* ended while the controller stood still in reset */
		byte_written(eeprom->avr, now, eeprom);
		return;
	}
	uint8_t some = (uint8_t)hx_scramble(eeprom->seed ^ now << 10 ^ eeprom->address);
	bool erasing = eeprom->erased != eeprom->before && now - eeprom->begun_at < eeprom->byte_cycles / 2;
	uint8_t *cell = &eeprom->cells[eeprom->address];
	*cell = erasing ? eeprom->before | some : eeprom->after | (eeprom->erased & some);
	eeprom->busy = false;
	eeprom->counters.half_written++;
	avr_cycle_timer_cancel(eeprom->avr, byte_written, eeprom);
}

void eeprom_save(const struct eeprom *eeprom)
{
	char beside[4096];
	if (!eeprom->path)
		return;
	if (snprintf(beside, sizeof beside, "%s.new", eeprom->path) >= (int)sizeof beside)
		fail(EXIT_USAGE, "--eeprom: the path is too long");
	FILE *file = fopen(beside, "wb");
	bool written = file && fwrite(eeprom->cells, 1, EEPROM_SIZE, file) == EEPROM_SIZE;
	if (file && fclose(file) != 0)
		written = false;
	if (!written || rename(beside, eeprom->path) != 0)
		fail(EXIT_FAILED, "cannot write the EEPROM file %s: %s", eeprom->path, strerror(errno));
}
