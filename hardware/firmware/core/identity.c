#include "identity.h"

#include "config.h"
#include "hal.h"
#include "record.h"

/*
 * Chance comes from the converters: the lowest bits of a conversion are noise, and the moment at which it becomes ready
 * depends on an oscillator of its own. So many of them are mixed, or as many as come in time for an I line within half
 * a second of the reset; without converters there is the board's own entropy alone.
 */
#define STIRS_ENOUGH 16u
#define WAIT_MS 300u

#define UID_BYTES 4u

#define FNV_START 2166136261u
#define FNV_PRIME 16777619u

static enum { MAKING, KEEPING, KNOWN } state;
static uint32_t uid;
static uint8_t stirs;
static bool whole[2];  /* copies that need not be written */
static uint8_t writing; /* the copy being written */
static bool failed;    /* a copy could not be written: leave it */
static uint8_t record[RECORD_BYTES(UID_BYTES)];

/* FNV-1a of 32 bits, a byte at a time: every bit of chance moves all of the result. */
static void mix(uint32_t chance)
{
	for (uint8_t i = 0; i < 4; i++) {
		uid = (uid ^ (chance & 0xFFu)) * FNV_PRIME;
		chance >>= 8;
	}
}

static void read_copy(uint8_t which)
{
	const uint16_t at = record_content(RECORD_UID, which);

	uid = 0;
	for (uint8_t i = 0; i < UID_BYTES; i++)
		uid = uid << 8 | hal_memory_read((uint16_t)(at + i));
}

bool identity_init(void)
{
	bool damaged = false, found = false;

	for (uint8_t which = 0; which < 2; which++) {
		uint8_t number, length;
		const enum found look = record_look(RECORD_UID, which, &number, &length);
		whole[which] = look == RECORD_FOUND && length == UID_BYTES;
		damaged = damaged || (!whole[which] && look != RECORD_ABSENT);
		if (whole[which] && !found) {
			read_copy(which);
			found = true;
		}
	}
	stirs = 0;
	failed = false;
	state = found ? KNOWN : MAKING;
	if (!found) {
		uid = FNV_START;
		mix(hal_entropy());
	}
	return damaged;
}

bool identity_known(void)
{
	return state == KNOWN;
}

uint32_t identity_uid(void)
{
	return uid;
}

void identity_stir(uint32_t chance)
{
	if (state != MAKING)
		return;
	mix(chance);
	if (stirs < STIRS_ENOUGH)
		stirs++;
}

static void write_copy(uint8_t which)
{
	writing = which;
	record[0] = 0;
	record[1] = UID_BYTES;
	for (uint8_t i = 0; i < UID_BYTES; i++)
		record[2 + i] = (uint8_t)(uid >> (24u - 8u * i));
	record_write(RECORD_UID, which, record);
}

bool identity_writes(void)
{
	return state != MAKING && !failed && !(whole[0] && whole[1]);
}

enum writing identity_poll(uint32_t since_boot_ms)
{
	if (state == MAKING) {
		if (stirs < STIRS_ENOUGH && since_boot_ms < WAIT_MS)
			return WRITING_NOTHING;
		state = KEEPING;
	}
	if (!identity_writes())
		return WRITING_NOTHING;
	const enum writing how = record_poll();
	if (how == WRITING_NOTHING)
		write_copy(whole[0] ? 1 : 0);
	if (how == WRITTEN)
		whole[writing] = true;
	if (how == WRITE_FAILED)
		failed = true;
	if (how == WRITTEN || how == WRITE_FAILED)
		state = KNOWN;
	return how;
}
