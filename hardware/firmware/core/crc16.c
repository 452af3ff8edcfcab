#include "crc16.h"

/*
 * Eight steps of the bit-by-bit form at once: x is what the byte throws out at the top, and the polynomial's three terms
 * (1, x^5, x^12) put it back. Written in bytes, because shifts of 16 bits are loops on an 8-bit processor.
 */
uint16_t crc16_add(uint16_t crc, uint8_t byte)
{
	uint8_t x = (uint8_t)((crc >> 8) ^ byte);

	x ^= (uint8_t)(x >> 4);
	const uint8_t high = (uint8_t)((uint8_t)crc ^ (uint8_t)(x << 4) ^ (uint8_t)(x >> 3));
	const uint8_t low = (uint8_t)(x ^ (uint8_t)(x << 5));
	return (uint16_t)((uint16_t)high << 8 | low);
}
