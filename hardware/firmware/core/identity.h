/*
 * The uid: eight hexadecimal digits that tell two identical boards apart. It is made once, before the first I line, and
 * kept in two copies, of which one is enough; calibrations are kept elsewhere.
 */
#ifndef STEP_IDENTITY_H
#define STEP_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "record.h"

/* Find the uid; returns whether one of its two records is damaged. */
bool identity_init(void);

/* Whether the uid is known, and kept in a copy at least. Until then there is no I line. */
bool identity_known(void);
uint32_t identity_uid(void);

/* Something that happened by chance: a conversion's noise and its moment. Means nothing once the uid is known. */
void identity_stir(uint32_t chance);

/* Whether a copy is to be written, so that nobody else may. */
bool identity_writes(void);

/*
 * Go on with making the uid or mending a copy; `since_boot_ms` says when no more chance is waited for. WRITE_FAILED,
 * once, when a copy could not be written.
 */
enum writing identity_poll(uint32_t since_boot_ms);

#endif
