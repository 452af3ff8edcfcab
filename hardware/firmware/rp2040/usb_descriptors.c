#include "usb_descriptors.h"

#include <stddef.h>

#include "flash.h"

#define LOW(number) ((number) & 0xFF)
#define HIGH(number) ((number) >> 8)

enum {
	VENDOR = 0x1209,  /* pid.codes; 0001 is theirs for trying things out: who gives steps away asks them for a number */
	PRODUCT = 0x0001,
	RELEASE = 0x0100,
	CONFIGURATION_BYTES = 75,
	MILLIAMPERES = 100,
	STRING_BYTES = USB_PACKET - 2,
	ENGLISH_US = 0x0409,
};

enum { STRING_LANGUAGES, STRING_MAKER, STRING_PRODUCT, STRING_SERIAL };

static const uint8_t device[] = {
	18, DESCRIPTOR_DEVICE, 0x00, 0x02, /* USB 2.0 */
	0xEF, 0x02, 0x01,                  /* functions are described by association, below */
	USB_PACKET,
	LOW(VENDOR), HIGH(VENDOR), LOW(PRODUCT), HIGH(PRODUCT), LOW(RELEASE), HIGH(RELEASE),
	STRING_MAKER, STRING_PRODUCT, STRING_SERIAL,
	1,
};

static const uint8_t configuration[CONFIGURATION_BYTES] = {
	9, DESCRIPTOR_CONFIGURATION, LOW(CONFIGURATION_BYTES), HIGH(CONFIGURATION_BYTES), 2, 1, 0, 0x80, MILLIAMPERES / 2,
	8, 0x0B, 0, 2, 0x02, 0x02, 0x00, 0,    /* interfaces 0 and 1 are one function: communication, ACM */
	9, 0x04, 0, 0, 1, 0x02, 0x02, 0x00, 0, /* interface 0, of one endpoint */
	5, 0x24, 0x00, 0x20, 0x01,             /* CDC 1.20 */
	5, 0x24, 0x01, 0x00, 1,                /* no calls */
	4, 0x24, 0x02, 0x02,                   /* line coding and control lines can be set */
	5, 0x24, 0x06, 0, 1,                   /* interface 0 is about interface 1 */
	7, 0x05, 0x80 | EP_NOTICE, 3, 8, 0, 255,
	9, 0x04, 1, 0, 2, 0x0A, 0x00, 0x00, 0, /* interface 1, the data, of two endpoints */
	7, 0x05, EP_SERIAL, 2, USB_PACKET, 0, 0,
	7, 0x05, 0x80 | EP_SERIAL, 2, USB_PACKET, 0, 0,
};

typedef char last_packet_is_short[CONFIGURATION_BYTES % USB_PACKET != 0 ? 1 : -1];

static uint8_t string[STRING_BYTES];

static uint8_t end_string(uint8_t length)
{
	string[0] = length;
	string[1] = DESCRIPTOR_STRING;
	return length;
}

static uint8_t add_char(uint8_t length, char c)
{
	string[length] = (uint8_t)c;
	string[length + 1] = 0;
	return (uint8_t)(length + 2);
}

static uint8_t text_string(const char *text)
{
	uint8_t length = 2;

	for (; *text != '\0' && length < STRING_BYTES; text++)
		length = add_char(length, *text);
	return end_string(length);
}

/* The flash chip's number: two boards on one computer then keep their port names apart. */
static uint8_t serial_string(void)
{
	static const char digits[] = "0123456789ABCDEF";
	uint8_t uid[FLASH_UID], length = 2;

	flash_uid(uid);
	for (uint8_t i = 0; i < FLASH_UID; i++) {
		length = add_char(length, digits[uid[i] >> 4]);
		length = add_char(length, digits[uid[i] & 15]);
	}
	return end_string(length);
}

static uint8_t languages_string(void)
{
	string[2] = LOW(ENGLISH_US);
	string[3] = HIGH(ENGLISH_US);
	return end_string(4);
}

static uint8_t make_string(uint8_t number)
{
	switch (number) {
	case STRING_LANGUAGES:
		return languages_string();
	case STRING_MAKER:
		return text_string("Heel-drop station");
	case STRING_PRODUCT:
		return text_string("Heel-drop step");
	case STRING_SERIAL:
		return serial_string();
	default:
		return 0;
	}
}

const uint8_t *usb_descriptor(uint8_t kind, uint8_t number, uint16_t *length)
{
	switch (kind) {
	case DESCRIPTOR_DEVICE:
		*length = sizeof device;
		return device;
	case DESCRIPTOR_CONFIGURATION:
		*length = sizeof configuration;
		return configuration;
	case DESCRIPTOR_STRING:
		*length = make_string(number);
		return *length > 0 ? string : NULL;
	default:
		return NULL;
	}
}
