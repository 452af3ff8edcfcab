/* The serial flash chip, through commands that every common one knows. Nothing here waits for the chip to finish. */
#ifndef RP2040_FLASH_H
#define RP2040_FLASH_H

#include <stdbool.h>
#include <stdint.h>

enum {
	FLASH_SECTOR = 4096, /* bytes: the smallest piece that can be erased */
	FLASH_PAGE = 256,    /* bytes: the largest piece that can be programmed at once, and it may not cross a border */
	FLASH_UID = 8,       /* bytes */
};

/* Take the flash away from the bus: from here on it is spoken to by commands and can no longer be read like memory. */
void flash_init(void);

/* Whether an erase or a program is still going on in the chip. No other command may be given until then. */
bool flash_busy(void);

void flash_read(uint32_t address, uint8_t *bytes, uint16_t count);

/* Begin to erase the sector at this address (about 50 ms, at most 400 ms): all its bytes become 0xFF. */
void flash_start_erase(uint32_t address);

/* Begin to program bytes inside one page (under 3 ms). Programming can only turn bits from 1 to 0. */
void flash_start_program(uint32_t address, const uint8_t *bytes, uint16_t count);

/* The chip's own number (command 4Bh), as it was read by flash_init(); all bytes alike where the chip has none. */
void flash_uid(uint8_t uid[FLASH_UID]);

#endif
