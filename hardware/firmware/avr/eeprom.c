/* The processor's EEPROM, 1024 bytes. A write takes 3.4 ms on its own; it is only begun here. */
#include <avr/interrupt.h>
#include <avr/io.h>

#include "config.h"
#include "hal.h"

_Static_assert(STEP_MEMORY <= E2END + 1, "the memory is there");

bool hal_memory_ready(void)
{
	return (EECR & _BV(EEPE)) == 0;
}

uint8_t hal_memory_read(uint16_t address)
{
	EEAR = address;
	EECR |= _BV(EERE);
	return EEDR;
}

void hal_memory_write(uint16_t address, uint8_t byte)
{
	EEAR = address;
	EEDR = byte;
	hal_mask(); /* EEPE must be set within four clocks of EEMPE */
	EECR |= _BV(EEMPE);
	EECR |= _BV(EEPE);
	hal_unmask();
}
