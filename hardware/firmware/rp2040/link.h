/* The way to the host: uart.c or usb.c, whichever is built in. */
#ifndef RP2040_LINK_H
#define RP2040_LINK_H

#include <stdbool.h>
#include <stdint.h>

void link_init(void);

/* Bytes that can be handed to link_put() now. */
uint16_t link_room(void);

/* Send a byte for which there is room. */
void link_put(uint8_t byte);

/* Whether nothing waits any more, but perhaps is just being sent. */
bool link_idle(void);

/* Whether that has left, too. */
bool link_sent(void);

/* Take the next byte that came; false when there is none. Whatever was lost or damaged is one 0x00 in its place. */
bool link_get(uint8_t *byte);

/* Whether a byte waits. */
bool link_waiting(void);

/* Called in each round of the main loop, after what is to be said has been said. */
void link_poll(void);

#endif
