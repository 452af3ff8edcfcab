/* What the step tells a host about itself on USB: one serial port, CDC-ACM. */
#ifndef RP2040_USB_DESCRIPTORS_H
#define RP2040_USB_DESCRIPTORS_H

#include <stdint.h>

enum {
	USB_PACKET = 64,  /* bytes, all endpoints but the one for notices */
	EP_NOTICE = 1,    /* to the host; the class wants it, nothing is ever sent */
	EP_SERIAL = 2,    /* both directions */
	DESCRIPTOR_DEVICE = 1,
	DESCRIPTOR_CONFIGURATION = 2,
	DESCRIPTOR_STRING = 3,
};

/* A descriptor and its length, never a multiple of USB_PACKET; NULL when there is none of this kind and number. A string
 * stays valid until the next one is asked for. */
const uint8_t *usb_descriptor(uint8_t kind, uint8_t number, uint16_t *length);

#endif
