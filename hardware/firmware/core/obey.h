/* Does what a command says, or says why not. */
#ifndef STEP_OBEY_H
#define STEP_OBEY_H

#include <stdbool.h>
#include <stdint.h>

#include "config.h"
#include "fields.h"

/* What is to be said, in this order; a bit each. */
#define SAY_IDENTITY 0x01u
#define SAY_PONG 0x02u
#define SAY_CALIBRATION 0x04u /* all, or none */
#define SAY_STORED 0x08u      /* the one just stored */
#define SAY_VERDICT 0x10u     /* A or N */

struct order {
	uint8_t say;               /* 0: nothing yet, a calibration is being stored */
	const FLASH char *refusal; /* what N says; NULL: A */
};

void obey_init(void);

/* Do the command of a line that was read without fault. */
struct order obey(struct text body);

/* Whether S lines are wanted, and whether a reboot is. */
bool obey_streaming(void);
bool obey_reboot_wanted(void);

#endif
