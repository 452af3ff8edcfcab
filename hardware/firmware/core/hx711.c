#include "hx711.h"

#include "config.h"
#include "hal.h"

int32_t hx711_read(uint8_t converter, bool *in_step)
{
	uint8_t byte[3];

#if BUG_MASKED_READ
	hal_mask();
#endif
	for (uint8_t i = 0; i < 3; i++) {
		uint8_t bits = 0;
		for (uint8_t bit = 0; bit < 8; bit++)
			bits = (uint8_t)(bits << 1 | hal_pulse(converter));
		byte[i] = bits;
	}
	*in_step = hal_pulse(converter); /* the 25th: next conversion with gain 128 as well */
#if BUG_MASKED_READ
	hal_unmask();
#endif
	/* Two's complement of 24 bits: the sign is bit 7 of the first byte. */
	const uint32_t sign = byte[0] & 0x80u ? 0xFF000000u : 0u;
	return (int32_t)(sign | (uint32_t)byte[0] << 16 | (uint32_t)byte[1] << 8 | byte[2]);
}
