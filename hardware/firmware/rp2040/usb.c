/* The link over USB, as a serial port: its bytes, the controller and its interrupt. */
#include "clocks.h"
#include "irq.h"
#include "link.h"
#include "regs.h"
#include "ring.h"
#include "usb.h"
#include "usb_descriptors.h"

enum {
	BUFFER_NOTICE = 0x180, /* where in the shared memory */
	BUFFER_TO_HOST = 0x1C0,
	BUFFER_FROM_HOST = 0x200,
};

static struct ring to_host, from_host;

/* Touched by the interrupt, and elsewhere only while it is held off. */
static bool configured;
static volatile bool listening; /* a program on the host has the port open */
static volatile bool sending;   /* a packet waits for the host to fetch it */
static bool last_was_full;      /* then an empty one has to follow when there is nothing more to say */
static volatile bool paused;    /* a packet from the host was taken and the next one not yet allowed */
static uint32_t next_in, next_out; /* USB_BUFFER_DATA1 or 0: packets of a pipe alternate */
static uint16_t in_flight;

/* Lines are not to be cut, so opening and closing count from one round of the main loop to the next. */
static bool open;

void usb_interrupt(void);

static void send_packet(void)
{
	uint16_t count = ring_count(&to_host);

	if (!configured || sending || (count == 0 && !last_was_full))
		return;
	if (count > USB_PACKET)
		count = USB_PACKET;
	for (uint16_t i = 0; i < count; i++)
		shared(BUFFER_TO_HOST)[i] = ring_take(&to_host);
	in_flight = count;
	sending = true;
	last_was_full = count == USB_PACKET;
	hand_over(USB_BUFFER_CONTROL_IN(EP_SERIAL), USB_BUFFER_FULL | next_in | count);
	next_in ^= USB_BUFFER_DATA1;
}

static void allow_packet(void)
{
	if (!configured || ring_room(&from_host) < USB_PACKET)
		return;
	paused = false;
	hand_over(USB_BUFFER_CONTROL_OUT(EP_SERIAL), next_out | USB_PACKET);
	next_out ^= USB_BUFFER_DATA1;
}

static void packet_came(void)
{
	const uint16_t count = (uint16_t)(REG(USB_BUFFER_CONTROL_OUT(EP_SERIAL)) & USB_BUFFER_LENGTH);

	for (uint16_t i = 0; i < count; i++)
		ring_put(&from_host, shared(BUFFER_FROM_HOST)[i]);
	paused = true;
	allow_packet();
}

void serial_configure(bool on)
{
	configured = on;
	listening = false;
	sending = false;
	last_was_full = false;
	next_in = 0;
	next_out = 0;
	REG(USB_BUFFER_CONTROL_IN(EP_SERIAL)) = 0;
	REG(USB_BUFFER_CONTROL_OUT(EP_SERIAL)) = 0;
	paused = true;
	allow_packet();
}

bool serial_configured(void) { return configured; }

void serial_listen(bool on) { listening = on; }

/* The host begins a pipe anew: its packets count from 0 again. */
void serial_restart(uint16_t endpoint)
{
	if (endpoint == (0x80 | EP_SERIAL)) {
		next_in = 0;
		if (sending) {
			hand_over(USB_BUFFER_CONTROL_IN(EP_SERIAL), USB_BUFFER_FULL | in_flight);
			next_in = USB_BUFFER_DATA1;
		}
	} else if (endpoint == EP_SERIAL) {
		next_out = 0;
		if (!paused)
			allow_packet();
	}
}

/* ---- the interrupt ---- */

static void handle_buffers(void)
{
	const uint32_t buffers = REG(USB_BUFF_STATUS);

	CLEAR_BITS(USB_BUFF_STATUS) = buffers;
	RING_IN_ORDER(); /* buffers are read after they were said to be full */
	if (buffers & BIT(0))
		control_fetched();
	if (buffers & BIT(1))
		control_came();
	if (buffers & BIT(2 * EP_SERIAL)) {
		sending = false;
		send_packet();
	}
	if (buffers & BIT(2 * EP_SERIAL + 1))
		packet_came();
}

void usb_interrupt(void)
{
	const uint32_t why = REG(USB_INTS);

	if (why & USB_INT_BUS_RESET) {
		CLEAR_BITS(USB_SIE_STATUS) = USB_SIE_BUS_RESET;
		control_reset();
		serial_configure(false);
	}
	if (why & USB_INT_BUFF_STATUS)
		handle_buffers();
	if (why & USB_INT_SETUP_REQ) {
		CLEAR_BITS(USB_SIE_STATUS) = USB_SIE_SETUP_REC;
		control_setup();
	}
}

/* ---- the link ---- */

void link_init(void)
{
	clocks_init_usb();
	blocks_start(RESET_USB);
	for (uint32_t at = 0; at < USB_DPRAM_SIZE; at += 4)
		REG(USB_DPRAM + at) = 0;
	REG(USB_MUXING) = USB_MUXING_TO_PHY | USB_MUXING_SOFTCON;
	REG(USB_PWR) = USB_PWR_VBUS_DETECT | USB_PWR_VBUS_DETECT_OVERRIDE_EN;
	REG(USB_MAIN_CTRL) = USB_MAIN_CONTROLLER_EN;
	REG(USB_SIE_CTRL) = USB_SIE_EP0_INT_1BUF;
	REG(USB_INTE) = USB_INT_BUFF_STATUS | USB_INT_BUS_RESET | USB_INT_SETUP_REQ;
	REG(USB_EP_CONTROL_IN(EP_NOTICE)) = USB_EP_ENABLE | USB_EP_INTERRUPT | USB_EP_INTERRUPT_TYPE | BUFFER_NOTICE;
	REG(USB_EP_CONTROL_IN(EP_SERIAL)) = USB_EP_ENABLE | USB_EP_INTERRUPT | USB_EP_BULK | BUFFER_TO_HOST;
	REG(USB_EP_CONTROL_OUT(EP_SERIAL)) = USB_EP_ENABLE | USB_EP_INTERRUPT | USB_EP_BULK | BUFFER_FROM_HOST;
	irq_enable(IRQ_USB, PRIORITY_LOW);
	SET_BITS(USB_SIE_CTRL) = USB_SIE_PULLUP_EN; /* plugged in, as far as the host can see */
}

/* While nobody listens, lines go nowhere; they are not counted as dropped. */
uint16_t link_room(void) { return open ? ring_room(&to_host) : RING_SIZE - 1u; }

void link_put(uint8_t byte)
{
	if (open)
		ring_put(&to_host, byte);
}

bool link_idle(void) { return !open || ring_count(&to_host) == 0; }

bool link_sent(void) { return link_idle() && !(open && sending); }

bool link_waiting(void) { return ring_count(&from_host) > 0; }

bool link_get(uint8_t *byte)
{
	if (!link_waiting())
		return false;
	*byte = ring_take(&from_host);
	if (paused) {
		irq_hold(IRQ_USB);
		allow_packet();
		irq_release(IRQ_USB);
	}
	return true;
}

void link_poll(void)
{
	irq_hold(IRQ_USB);
	if (open && !listening)
		to_host.tail = to_host.head;
	open = listening;
	send_packet();
	irq_release(IRQ_USB);
}
