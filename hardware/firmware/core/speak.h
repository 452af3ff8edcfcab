/* Which line goes out next. */
#ifndef STEP_SPEAK_H
#define STEP_SPEAK_H

#include <stdbool.h>

#include "converter.h"

void speak_init(void);

/* Whether the first I has been sent. Nothing is said before it, and nothing heard. */
bool speak_has_begun(void);

/* A sample is to be sent, as soon as it may. If there are too many, it is lost, and counted. */
void speak_sample(const struct sample *sample);

/* The regular lines are due. */
void speak_health(void);
void speak_identity(void);

/* Send at most one line, if there is room. Returns whether there may be more to send at once. */
bool speak_poll(void);

/* Whether a line that had to wait has room now; from any context, interrupts masked or not. */
bool speak_has_room_again(void);

#endif
