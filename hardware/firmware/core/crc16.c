#include "crc16.h"

/*
 * Eight steps of the bit-by-bit form at once: x is what the byte throws out at the top, and the polynomial's three
 * terms (1, x^5, x^12) put it back. Shorter and, on 8 bits, nearly as quick as a table of 512 bytes.
 */
uint16_t crc16_add(uint16_t crc, uint8_t byte)
{
	uint8_t x = (uint8_t)((crc >> 8) ^ byte);

	x ^= (uint8_t)(x >> 4);
	crc = (uint16_t)(crc << 8);
	crc ^= (uint16_t)((uint16_t)(uint8_t)(x << 4) << 8);
	crc ^= (uint16_t)((uint16_t)x << 5);
	return (uint16_t)(crc ^ x);
}
