/* CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected; "123456789" gives 0x29B1. */
#ifndef STEP_CRC16_H
#define STEP_CRC16_H

#include <stdint.h>

#define CRC16_START 0xFFFFu

/* The checksum of what came before, and one byte more. */
uint16_t crc16_add(uint16_t crc, uint8_t byte);

#endif
