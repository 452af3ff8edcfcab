#include "memory.h"

#include <string.h>

#include "config.h"
#include "hal.h"
#include "host.h"

#define WRITE_US 3400u /* an ATmega328P's */

static uint8_t memory[STEP_MEMORY];
static uint32_t write_us, begun_us;
static bool writing, cut, cut_asked;
static unsigned writes, until_cut;
static uint8_t cut_value;
static uint16_t worn_first, worn_last;
static bool worn;

void memory_reset(void)
{
	memset(memory, 0xFF, sizeof memory);
	write_us = WRITE_US;
	writes = 0;
	cut_asked = false;
	worn = false;
	memory_power_up();
}

void memory_power_up(void)
{
	cut = false;
	writing = false;
}

bool memory_is_cut(void)
{
	return cut;
}

bool hal_memory_ready(void)
{
	if (writing && host_now_us() - begun_us >= write_us)
		writing = false;
	return !writing;
}

uint8_t hal_memory_read(uint16_t address)
{
	return memory[address];
}

void hal_memory_write(uint16_t address, uint8_t byte)
{
	if (cut)
		return;
	writes++;
	writing = true;
	begun_us = host_now_us();
	if (cut_asked && until_cut-- == 0) {
		cut = true;
		cut_asked = false;
		byte = cut_value;
	}
	if (!(worn && address >= worn_first && address <= worn_last))
		memory[address] = byte;
}

/* ---- host.h ---- */

uint8_t *host_memory(void)
{
	return memory;
}

void host_set_memory_us(uint32_t us)
{
	write_us = us;
}

unsigned host_memory_writes(void)
{
	return writes;
}

void host_cut_power(unsigned more, uint8_t value)
{
	cut_asked = true;
	until_cut = more;
	cut_value = value;
}

void host_wear_out(uint16_t first, uint16_t last)
{
	worn = true;
	worn_first = first;
	worn_last = last;
}
