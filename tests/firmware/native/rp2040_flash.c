/*
 * The flash chip under the RP2040's store, for a test on this machine: it does its work at once, and loses power in the
 * middle of one operation when it is told to. What was under way is then done in part, any part, and nothing after it.
 */
#include <string.h>

#include "flash.h"

enum { FIRST = 0x1FE000, SIZE = 2 * FLASH_SECTOR };

static uint8_t memory[SIZE];
static uint32_t noise;
static int operations_left; /* negative: power stays */
static bool dark;
static bool worn;
static int erased;

static uint8_t noisy_byte(void)
{
	noise = noise * 1664525u + 1013904223u;
	return (uint8_t)(noise >> 24);
}

void chip_new(void)
{
	memset(memory, 0xFF, sizeof memory);
	worn = false;
	erased = 0;
}

/* Power comes back, and fails in the operation after so many (negative: it stays). */
void chip_power(int operations, uint32_t seed)
{
	operations_left = operations;
	noise = seed;
	dark = false;
}

bool chip_is_dark(void) { return dark; }

/* From now on no bit can be programmed. */
void chip_wear_out(void) { worn = true; }

int chip_erased(void) { return erased; }

enum extent { NOTHING, IN_PART, WHOLE };

/* How much of the next operation is done. Power may also fail in its first or last moment. */
static enum extent next_operation(void)
{
	if (dark)
		return NOTHING;
	if (operations_left == 0) {
		dark = true;
		return (enum extent)(noisy_byte() % 3);
	}
	if (operations_left > 0)
		operations_left--;
	return WHOLE;
}

void flash_read(uint32_t address, uint8_t *bytes, uint16_t count) { memcpy(bytes, memory + (address - FIRST), count); }

bool flash_busy(void) { return false; }

void flash_start_erase(uint32_t address)
{
	const enum extent how = next_operation();

	for (uint32_t i = 0; how != NOTHING && i < FLASH_SECTOR; i++)
		memory[address - FIRST + i] |= how == WHOLE ? 0xFF : (uint8_t)(noisy_byte() & noisy_byte());
	erased += how == WHOLE;
}

void flash_start_program(uint32_t address, const uint8_t *bytes, uint16_t count)
{
	const enum extent how = next_operation();

	for (uint16_t i = 0; how != NOTHING && !worn && i < count; i++)
		memory[address - FIRST + i] &= how == WHOLE ? bytes[i] : (uint8_t)(bytes[i] | noisy_byte());
}
