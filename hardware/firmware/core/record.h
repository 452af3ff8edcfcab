/*
 * Records in memory that can be written a byte at a time and lose power at any byte. What is kept has two places; a new
 * record goes to the place that is not in use and counts only when it is complete, so there is always the old or the
 * new one, never a mix of them.
 *
 * A record is: number, length, that many bytes, checksum (high byte first). The number is 0 to 254 and tells which of
 * two records is the newer; 255, as in memory never written, means that there is none. It is written last. The checksum
 * covers all before it and, first, the place's kind, so that a record cannot be taken for one of another kind.
 *
 * Why this holds: the number becomes 255 before any other byte changes, and takes its value after all others have been
 * read back. A byte cut off in the middle is one wrong byte in an otherwise whole record, and a CRC of 16 bits finds
 * every error within one byte.
 */
#ifndef STEP_RECORD_H
#define STEP_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#define RECORD_MAX 87u /* bytes of content: a calibration, see calibration.h */
#define RECORD_NONE 255u /* number of a place without a record */

/* Kinds: 0 and up are the channels' calibrations. */
#define RECORD_UID 0x80u

/* Bytes of a record with so much content. */
#define RECORD_BYTES(content) (2u + (content) + 2u)

enum found { RECORD_ABSENT, RECORD_DAMAGED, RECORD_FOUND };

/* Where a kind's first (0) or second (1) place begins. */
uint16_t record_place(uint8_t kind, uint8_t which);

/* What is in a place. May take some 0.5 ms. */
enum found record_look(uint8_t kind, uint8_t which, uint8_t *number, uint8_t *length);

/* Where a record's content begins, for hal_memory_read(). */
uint16_t record_content(uint8_t kind, uint8_t which);

enum writing { WRITING_NOTHING, WRITING, WRITTEN, WRITE_FAILED };

void record_init(void);

/*
 * Begin to write a record to a place: number, length and content are in `record`, the checksum is put behind them. It
 * must stay as it is until that is done.
 */
void record_write(uint8_t kind, uint8_t which, uint8_t *record);

/* Go on with it, at most a byte. WRITTEN or WRITE_FAILED is returned once. */
enum writing record_poll(void);

bool record_busy(void);

#endif
