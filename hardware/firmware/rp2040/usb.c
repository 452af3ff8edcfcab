/* The link over USB, as a serial port (CDC-ACM). Its speed is whatever the host says and means nothing. */
#include <stddef.h>
#include <string.h>

#include "clocks.h"
#include "irq.h"
#include "link.h"
#include "regs.h"
#include "ring.h"
#include "usb_descriptors.h"

/* Requests: type and number in one. */
enum {
	GET_STATUS_DEVICE = 0x8000,
	GET_STATUS_INTERFACE = 0x8100,
	GET_STATUS_ENDPOINT = 0x8200,
	CLEAR_ENDPOINT_HALT = 0x0201,
	SET_ADDRESS = 0x0005,
	GET_DESCRIPTOR = 0x8006,
	GET_CONFIGURATION = 0x8008,
	SET_CONFIGURATION = 0x0009,
	GET_INTERFACE = 0x810A,
	SET_INTERFACE = 0x010B,
	SET_LINE_CODING = 0x2120,
	GET_LINE_CODING = 0xA121,
	SET_CONTROL_LINES = 0x2122,
	SEND_BREAK = 0x2123,
};

enum {
	LINE_CODING_BYTES = 7,
	DATA_TERMINAL_READY = 1,
	BUFFER_NOTICE = 0x180, /* where in the shared memory */
	BUFFER_TO_HOST = 0x1C0,
	BUFFER_FROM_HOST = 0x200,
};

struct setup {
	uint16_t request;
	uint16_t value;
	uint16_t index;
	uint16_t length;
};

static struct ring to_host, from_host;

/* Touched by the interrupt, and elsewhere only while it is held off. */
static bool configured;
static volatile bool listening; /* a program on the host has the port open */
static volatile bool sending;   /* a packet waits for the host to fetch it */
static bool last_was_full;      /* then an empty one has to follow when there is nothing more to say */
static volatile bool paused;    /* a packet from the host was taken and the next one not yet allowed */
static uint32_t next_in, next_out, next_control; /* USB_BUFFER_DATA1 or 0: packets of a pipe alternate */
static uint16_t in_flight;
static uint8_t address;         /* to be taken on with the next packet that the host fetches */
static const uint8_t *answer;   /* rest of an answer to a control request */
static uint16_t answer_bytes;
static bool answering;
static uint8_t line_coding[LINE_CODING_BYTES] = {0x00, 0xC2, 0x01, 0x00, 0, 0, 8}; /* 115200 8N1 */
static uint8_t small_answer[2];

/* Lines are not to be cut, so opening and closing count from one round of the main loop to the next. */
static bool open;

void usb_interrupt(void);

static uint8_t *shared(uint32_t offset) { return (uint8_t *)(USB_DPRAM + offset); }

/* The controller runs on another clock; it must see everything else before it sees that the buffer is its own. */
static void hand_over(uint32_t buffer_control, uint32_t value)
{
	REG(buffer_control) = value;
	for (uint8_t i = 0; i < 12; i++)
		__asm__ volatile("nop");
	REG(buffer_control) = value | USB_BUFFER_AVAILABLE;
}

/* ---- bulk: the serial port's bytes ---- */

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

/* ---- control: what the host asks ---- */

static void control_send(const uint8_t *bytes, uint16_t count)
{
	memcpy(shared(USB_EP0_BUFFER), bytes, count);
	hand_over(USB_BUFFER_CONTROL_IN(0), USB_BUFFER_FULL | next_control | count);
	next_control ^= USB_BUFFER_DATA1;
}

static void acknowledge(void)
{
	answering = false;
	control_send(NULL, 0);
}

static void await_control_packet(void) { hand_over(USB_BUFFER_CONTROL_OUT(0), USB_BUFFER_DATA1 | USB_PACKET); }

static void answer_on(void)
{
	const uint16_t count = answer_bytes < USB_PACKET ? answer_bytes : USB_PACKET;

	control_send(answer, count);
	answer += count;
	answer_bytes = (uint16_t)(answer_bytes - count);
}

/* An answer shorter than asked for has to end with a packet that is not full: see usb_descriptors.h. */
static void answer_with(const uint8_t *bytes, uint16_t count, uint16_t asked)
{
	answer = bytes;
	answer_bytes = count < asked ? count : asked;
	answering = true;
	answer_on();
}

static void refuse(void)
{
	SET_BITS(USB_EP_STALL_ARM) = USB_STALL_EP0;
	REG(USB_BUFFER_CONTROL_IN(0)) = USB_BUFFER_STALL;
	REG(USB_BUFFER_CONTROL_OUT(0)) = USB_BUFFER_STALL;
}

static void configure(bool on)
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

/* The host begins a pipe anew: its packets count from 0 again. */
static void restart_pipe(uint16_t endpoint)
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

static void describe(const struct setup *setup)
{
	uint16_t length;
	const uint8_t *descriptor = usb_descriptor((uint8_t)(setup->value >> 8), (uint8_t)setup->value, &length);

	if (descriptor != NULL)
		answer_with(descriptor, length, setup->length);
	else
		refuse();
}

static void answer_small(uint8_t value, uint16_t count, uint16_t asked)
{
	small_answer[0] = value;
	small_answer[1] = 0;
	answer_with(small_answer, count, asked);
}

static void handle_setup(void)
{
	struct setup setup;

	memcpy(&setup, shared(0), sizeof setup);
	setup.request = (uint16_t)(setup.request << 8 | setup.request >> 8); /* type came first */
	next_control = USB_BUFFER_DATA1;
	answering = false;
	address = 0;
	switch (setup.request) {
	case GET_DESCRIPTOR:
		describe(&setup);
		break;
	case SET_ADDRESS:
		address = (uint8_t)setup.value;
		acknowledge();
		break;
	case SET_CONFIGURATION:
		configure(setup.value == 1);
		acknowledge();
		break;
	case GET_CONFIGURATION:
		answer_small(configured, 1, setup.length);
		break;
	case GET_INTERFACE:
		answer_small(0, 1, setup.length);
		break;
	case GET_STATUS_DEVICE:
	case GET_STATUS_INTERFACE:
	case GET_STATUS_ENDPOINT:
		answer_small(0, 2, setup.length);
		break;
	case CLEAR_ENDPOINT_HALT:
		restart_pipe(setup.index);
		acknowledge();
		break;
	case SET_INTERFACE:
	case SEND_BREAK:
		acknowledge();
		break;
	case SET_LINE_CODING:
		await_control_packet();
		break;
	case GET_LINE_CODING:
		answer_with(line_coding, sizeof line_coding, setup.length);
		break;
	case SET_CONTROL_LINES:
		listening = (setup.value & DATA_TERMINAL_READY) != 0;
		acknowledge();
		break;
	default:
		refuse();
	}
}

static void control_fetched(void)
{
	if (address != 0) {
		REG(USB_ADDR_ENDP) = address;
		address = 0;
	}
	if (!answering)
		return;
	if (answer_bytes > 0)
		answer_on();
	else {
		answering = false;
		await_control_packet(); /* the host's empty one, which says that it has the answer */
	}
}

/* The only request with bytes of its own is the line coding; an empty packet ends an answer. */
static void control_came(void)
{
	if ((REG(USB_BUFFER_CONTROL_OUT(0)) & USB_BUFFER_LENGTH) != LINE_CODING_BYTES)
		return;
	memcpy(line_coding, shared(USB_EP0_BUFFER), LINE_CODING_BYTES);
	acknowledge();
}

/* ---- the interrupt ---- */

static void handle_buffers(void)
{
	const uint32_t buffers = REG(USB_BUFF_STATUS);

	CLEAR_BITS(USB_BUFF_STATUS) = buffers;
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
		REG(USB_ADDR_ENDP) = 0;
		address = 0;
		configure(false);
	}
	if (why & USB_INT_BUFF_STATUS)
		handle_buffers();
	if (why & USB_INT_SETUP_REQ) {
		CLEAR_BITS(USB_SIE_STATUS) = USB_SIE_SETUP_REC;
		handle_setup();
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
