#include "record.h"

#include <stddef.h>

#include "config.h"
#include "crc16.h"
#include "hal.h"

#define HEADER 2u
#define LAYOUT 0x10u /* of the memory; begins every checksum, so that another layout's records are not taken for ours */

/* The uid's two places come first, then two for each channel. */
#define UID_PLACE 0u
#define UID_ROOM 16u
#define CHANNEL_PLACES 32u
#define CHANNEL_ROOM 96u
_Static_assert(CHANNEL_PLACES + 4u * 2u * CHANNEL_ROOM <= STEP_MEMORY, "four channels fit");
_Static_assert(RECORD_BYTES(RECORD_MAX) <= CHANNEL_ROOM, "a record fits its place");

uint16_t record_place(uint8_t kind, uint8_t which)
{
	if (kind == RECORD_UID)
		return (uint16_t)(UID_PLACE + which * UID_ROOM);
	return (uint16_t)(CHANNEL_PLACES + (kind * 2u + which) * CHANNEL_ROOM);
}

uint16_t record_content(uint8_t kind, uint8_t which)
{
	return (uint16_t)(record_place(kind, which) + HEADER);
}

static uint16_t begin_crc(uint8_t kind)
{
	return crc16_add(crc16_add(CRC16_START, LAYOUT), kind);
}

enum found record_look(uint8_t kind, uint8_t which, uint8_t *number, uint8_t *length)
{
	uint16_t at = record_place(kind, which);
	uint16_t crc = begin_crc(kind);

	*number = hal_memory_read(at);
	*length = hal_memory_read((uint16_t)(at + 1u));
	if (*number == RECORD_NONE)
		return RECORD_ABSENT;
	if (*length > RECORD_MAX)
		return RECORD_DAMAGED;
	for (uint8_t left = (uint8_t)(HEADER + *length); left > 0; left--)
		crc = crc16_add(crc, hal_memory_read(at++));
	const uint8_t high = hal_memory_read(at);
	const uint8_t low = hal_memory_read((uint16_t)(at + 1u));
	return crc == (uint16_t)(high << 8 | low) ? RECORD_FOUND : RECORD_DAMAGED;
}

/* What is being written: byte 0 first becomes RECORD_NONE, then come 1 to last, then byte 0 again. */
static struct {
	const uint8_t *bytes; /* NULL: nothing */
	uint16_t place;
	uint8_t last;
	uint8_t at;
	bool voided; /* byte 0 is RECORD_NONE, or has been */
	bool tried;  /* this byte has been written, and is now to be read back */
} job;

void record_init(void)
{
	job.bytes = NULL;
}

void record_write(uint8_t kind, uint8_t which, uint8_t *record)
{
	const uint8_t end = (uint8_t)(HEADER + record[1]);
	uint16_t crc = begin_crc(kind);

	for (uint8_t i = 0; i < end; i++)
		crc = crc16_add(crc, record[i]);
	record[end] = (uint8_t)(crc >> 8);
	record[end + 1] = (uint8_t)crc;

	job.bytes = record;
	job.place = record_place(kind, which);
	job.last = (uint8_t)(end + 1u);
	job.at = 0;
	job.voided = false;
	job.tried = false;
}

bool record_busy(void)
{
	return job.bytes != NULL;
}

static enum writing end(enum writing how)
{
	job.bytes = NULL;
	return how;
}

enum writing record_poll(void)
{
	if (job.bytes == NULL)
		return WRITING_NOTHING;
	if (!hal_memory_ready())
		return WRITING;
	const uint16_t address = (uint16_t)(job.place + job.at);
	const uint8_t wanted = job.voided ? job.bytes[job.at] : RECORD_NONE;
	if (hal_memory_read(address) != wanted) {
		if (job.tried)
			return end(WRITE_FAILED);
		hal_memory_write(address, wanted);
		job.tried = true;
		return WRITING;
	}
	job.tried = false;
	if (job.voided && job.at == 0)
		return end(WRITTEN);
	job.voided = true;
	job.at = job.at == job.last ? 0 : (uint8_t)(job.at + 1u);
	return WRITING;
}
