/* What the host asks of a USB serial port (CDC-ACM): descriptions, address, configuration, speed, open or closed. */
#include <stddef.h>
#include <string.h>

#include "usb.h"
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

enum { LINE_CODING_BYTES = 7, DATA_TERMINAL_READY = 1 };

struct setup {
	uint16_t request;
	uint16_t value;
	uint16_t index;
	uint16_t length;
};

static uint32_t next_packet;    /* USB_BUFFER_DATA1 or 0: packets of a pipe alternate */
static uint8_t address;         /* to be taken on with the next packet that the host fetches */
static const uint8_t *answer;   /* the rest of it */
static uint16_t answer_bytes;
static bool answering;
static uint8_t small_answer[2];

/* What the host has set, to be told when asked; a USB port has no speed of its own. */
static uint8_t line_coding[LINE_CODING_BYTES] = {0x00, 0xC2, 0x01, 0x00, 0, 0, 8}; /* 115200 8N1 */

static void control_send(const uint8_t *bytes, uint16_t count)
{
	memcpy(shared(USB_EP0_BUFFER), bytes, count);
	hand_over(USB_BUFFER_CONTROL_IN(0), USB_BUFFER_FULL | next_packet | count);
	next_packet ^= USB_BUFFER_DATA1;
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

void control_reset(void)
{
	REG(USB_ADDR_ENDP) = 0;
	address = 0;
}

void control_setup(void)
{
	struct setup setup;

	memcpy(&setup, shared(0), sizeof setup);
	setup.request = (uint16_t)(setup.request << 8 | setup.request >> 8); /* type came first */
	next_packet = USB_BUFFER_DATA1;
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
		serial_configure(setup.value == 1);
		acknowledge();
		break;
	case GET_CONFIGURATION:
		answer_small(serial_configured(), 1, setup.length);
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
		serial_restart(setup.index);
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
		serial_listen((setup.value & DATA_TERMINAL_READY) != 0);
		acknowledge();
		break;
	default:
		refuse();
	}
}

void control_fetched(void)
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
void control_came(void)
{
	if ((REG(USB_BUFFER_CONTROL_OUT(0)) & USB_BUFFER_LENGTH) != LINE_CODING_BYTES)
		return;
	memcpy(line_coding, shared(USB_EP0_BUFFER), LINE_CODING_BYTES);
	acknowledge();
}
