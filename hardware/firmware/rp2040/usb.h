/* What the two halves of the USB link share: the serial port's bytes (usb.c), and what the host asks (usb_control.c). */
#ifndef RP2040_USB_H
#define RP2040_USB_H

#include <stdbool.h>
#include <stdint.h>

#include "regs.h"
#include "ring.h"

static inline uint8_t *shared(uint32_t offset) { return (uint8_t *)(USB_DPRAM + offset); }

/* The controller runs on another clock; it must see everything else before it sees that the buffer is its own. */
static inline void hand_over(uint32_t buffer_control, uint32_t value)
{
	RING_IN_ORDER();
	REG(buffer_control) = value;
	for (uint8_t i = 0; i < 12; i++)
		__asm__ volatile("nop");
	REG(buffer_control) = value | USB_BUFFER_AVAILABLE;
}

/* ---- control: all from the interrupt ---- */

/* The bus was reset: the device has no address. */
void control_reset(void);

/* A request has come. */
void control_setup(void);

/* The host has fetched a packet of an answer, or sent one of its own. */
void control_fetched(void);
void control_came(void);

/* ---- serial port: all from the interrupt ---- */

/* The host begins to use the device, or leaves off. */
void serial_configure(bool on);
bool serial_configured(void);

/* A program on the host has opened the port, or closed it. */
void serial_listen(bool on);

/* The host begins a pipe anew: its packets count from 0 again. */
void serial_restart(uint16_t endpoint);

#endif
