#include "store.h"

#include <string.h>

#include "crc16.h"
#include "flash.h"

/* The last two sectors of the 2 MB flash of a Pico. New firmware fills the flash from its start and leaves them alone. */
enum {
	FIRST_SECTOR = 0x1FE000,
	HEADER_AT = STORE_BYTES,
	RECORD_BYTES = 8,
	RECORDS_AT = HEADER_AT + RECORD_BYTES,
	RECORDS = (FLASH_SECTOR - RECORDS_AT) / RECORD_BYTES,
	HEADER_KEY = 0xC0DE,
	ATTEMPTS = 3,
};

/* A record is two 16-bit numbers and a checksum, low bytes first, filled up with zeros: address and value for a byte,
 * HEADER_KEY and the number of the sector's picture for a header. */
struct record {
	uint16_t key;
	uint16_t value;
};

enum phase { IDLE, APPEND, ERASE, PICTURE, HEADER };

static uint8_t bytes[STORE_BYTES];
static uint8_t sector;       /* the one in use, 0 or 1 */
static bool in_use;          /* false while neither is */
static uint16_t generation;  /* the number of its picture */
static uint16_t records;     /* taken, good or not */

static enum phase phase;
static uint8_t failures;
static uint16_t page_at;     /* of the picture being programmed */
static uint16_t changed;     /* address of the byte being written */
static uint8_t old_value;
static uint8_t expected[FLASH_PAGE]; /* what the running command programs */
static uint16_t expected_count;
static uint32_t expected_at;

static uint16_t crc16_of(const uint8_t *from, uint16_t count)
{
	uint16_t crc = CRC16_START;

	for (uint16_t i = 0; i < count; i++)
		crc = crc16_add(crc, from[i]);
	return crc;
}

static uint32_t sector_at(uint8_t which) { return FIRST_SECTOR + (uint32_t)which * FLASH_SECTOR; }

static void encode(uint8_t out[RECORD_BYTES], struct record record, uint16_t seed)
{
	out[0] = (uint8_t)record.key;
	out[1] = (uint8_t)(record.key >> 8);
	out[2] = (uint8_t)record.value;
	out[3] = (uint8_t)(record.value >> 8);
	uint16_t check = seed;
	for (uint8_t i = 0; i < 4; i++)
		check = crc16_add(check, out[i]);
	out[4] = (uint8_t)check;
	out[5] = (uint8_t)(check >> 8);
	out[6] = 0;
	out[7] = 0;
}

static bool decode(const uint8_t in[RECORD_BYTES], struct record *record, uint16_t seed)
{
	uint8_t again[RECORD_BYTES];

	record->key = (uint16_t)(in[0] | in[1] << 8);
	record->value = (uint16_t)(in[2] | in[3] << 8);
	encode(again, *record, seed);
	return memcmp(in, again, RECORD_BYTES) == 0;
}

static bool is_blank(const uint8_t in[RECORD_BYTES])
{
	for (uint8_t i = 0; i < RECORD_BYTES; i++)
		if (in[i] != 0xFF)
			return false;
	return true;
}

/* Read a sector's picture into `bytes`; whether it is whole, and its number. */
static bool read_picture(uint8_t which, uint16_t *number)
{
	uint8_t raw[RECORD_BYTES];
	struct record header;

	flash_read(sector_at(which), bytes, STORE_BYTES);
	flash_read(sector_at(which) + HEADER_AT, raw, sizeof raw);
	if (!decode(raw, &header, crc16_of(bytes, STORE_BYTES)) || header.key != HEADER_KEY)
		return false;
	*number = header.value;
	return true;
}

static void replay_records(void)
{
	records = 0;
	for (uint16_t i = 0; i < RECORDS; i++) {
		uint8_t raw[RECORD_BYTES];
		struct record record;

		flash_read(sector_at(sector) + RECORDS_AT + (uint32_t)i * RECORD_BYTES, raw, sizeof raw);
		if (decode(raw, &record, CRC16_START) && record.key < STORE_BYTES)
			bytes[record.key] = (uint8_t)record.value;
		if (!is_blank(raw))
			records = (uint16_t)(i + 1); /* also one that was cut short: its place is spent */
	}
}

void store_init(void)
{
	uint16_t number[2];
	bool whole[2];

	for (uint8_t which = 0; which < 2; which++)
		whole[which] = read_picture(which, &number[which]);
	in_use = whole[0] || whole[1];
	if (!in_use) {
		memset(bytes, 0xFF, sizeof bytes);
		return;
	}
	sector = !whole[0] || (whole[1] && (int16_t)(number[1] - number[0]) > 0);
	(void)read_picture(sector, &generation);
	replay_records();
}

uint8_t store_read(uint16_t address) { return address < STORE_BYTES ? bytes[address] : 0xFF; }

bool store_busy(void) { return phase != IDLE; }

static void program(uint32_t address, const uint8_t *source, uint16_t count)
{
	memcpy(expected, source, count);
	expected_at = address;
	expected_count = count;
	flash_start_program(address, expected, count);
}

static bool took(void)
{
	uint8_t found[FLASH_PAGE];

	flash_read(expected_at, found, expected_count);
	return memcmp(found, expected, expected_count) == 0;
}

static void begin_append(void)
{
	uint8_t raw[RECORD_BYTES];

	encode(raw, (struct record){changed, bytes[changed]}, CRC16_START);
	program(sector_at(sector) + RECORDS_AT + (uint32_t)records * RECORD_BYTES, raw, sizeof raw);
	records++;
	phase = APPEND;
}

static uint8_t next_sector(void) { return in_use ? !sector : 0; }

static void begin_erase(void)
{
	flash_start_erase(sector_at(next_sector()));
	phase = ERASE;
}

static void begin_page(uint16_t at)
{
	page_at = at;
	program(sector_at(next_sector()) + at, bytes + at, FLASH_PAGE);
	phase = PICTURE;
}

static void begin_header(void)
{
	uint8_t raw[RECORD_BYTES];

	encode(raw, (struct record){HEADER_KEY, (uint16_t)(generation + 1)}, crc16_of(bytes, STORE_BYTES));
	program(sector_at(next_sector()) + HEADER_AT, raw, sizeof raw);
	phase = HEADER;
}

static void begin(void)
{
	if (in_use && records < RECORDS)
		begin_append();
	else
		begin_erase();
}

void store_start_write(uint16_t address, uint8_t value)
{
	if (address >= STORE_BYTES || phase != IDLE || bytes[address] == value)
		return;
	changed = address;
	old_value = bytes[address];
	bytes[address] = value;
	failures = 0;
	begin();
}

/* What was programmed reads differently: try elsewhere a few times, then let the byte keep its old value. */
static void fail(void)
{
	if (++failures < ATTEMPTS) {
		begin();
		return;
	}
	bytes[changed] = old_value;
	phase = IDLE;
}

void store_poll(void)
{
	if (phase == IDLE || flash_busy())
		return;
	if (phase != ERASE && !took()) {
		fail();
		return;
	}
	switch (phase) {
	case ERASE:
		begin_page(0);
		break;
	case PICTURE:
		if (page_at + FLASH_PAGE < STORE_BYTES)
			begin_page((uint16_t)(page_at + FLASH_PAGE));
		else
			begin_header();
		break;
	case HEADER:
		sector = next_sector();
		in_use = true;
		generation++;
		records = 0;
		phase = IDLE;
		break;
	case APPEND:
	case IDLE:
		phase = IDLE;
		break;
	}
}
