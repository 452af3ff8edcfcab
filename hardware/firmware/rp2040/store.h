/* Bytes that survive power loss, as an EEPROM would keep them, in two sectors of the flash.
 *
 * A sector holds a picture of all bytes as they were when it was begun, a header that says that the picture is whole,
 * and after it a journal: one record of eight bytes for each byte changed since, appended, never rewritten. When the
 * journal is full, the other sector is erased and begun; the old one stays good until the new header stands. So at any
 * moment in which power may fail, each byte has its old or its new value.
 *
 * Nothing waits: store_poll() moves a running write on by one flash command.
 */
#ifndef RP2040_STORE_H
#define RP2040_STORE_H

#include <stdbool.h>
#include <stdint.h>

enum { STORE_BYTES = 1024 };

/* Read both sectors (about 3 ms). Bytes never written are 0xFF. */
void store_init(void);

uint8_t store_read(uint16_t address);

/* Whether a write is under way; no other may be begun until it is over. */
bool store_busy(void);

/* Begin to write one byte. A write that the flash refuses in the end leaves the old value. */
void store_start_write(uint16_t address, uint8_t value);

void store_poll(void);

#endif
