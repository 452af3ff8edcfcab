#include "firmware.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <simavr/sim_elf.h>

#include "clock.h"
#include "fail.h"

/* Only what stops a run is worth a line; simavr would also tell of each register it knows nothing about. */
static void simavr_message(avr_t *avr, const int level, const char *format, va_list arguments)
{
	(void)avr;
	if (level != LOG_ERROR)
		return;
	fputs("hxbench: simavr: ", stderr);
	vfprintf(stderr, format, arguments);
}

static void check_elf(const char *path)
{
	static const unsigned char AVR_ELF[] = {0x7F, 'E', 'L', 'F', 1, 1};
	enum { MACHINE = 18, AVR = 83 };
	unsigned char head[20] = {0};
	FILE *file = fopen(path, "rb");
	if (!file)
		fail(EXIT_USAGE, "cannot read the firmware %s: build it first (make firmware)", path);
	size_t length = fread(head, 1, sizeof head, file);
	fclose(file);
	if (length < sizeof head || memcmp(head, AVR_ELF, sizeof AVR_ELF) != 0 || head[MACHINE] != AVR)
		fail(EXIT_USAGE, "%s is not firmware for an AVR (an ELF file made by avr-gcc)", path);
}

avr_t *firmware_load(const char *path, struct firmware_size *size)
{
	static elf_firmware_t firmware; /* large, and simavr keeps pointers into it */
	check_elf(path);
	avr_global_logger_set(simavr_message);
	if (elf_read_firmware(path, &firmware) != 0 || !firmware.flash)
		fail(EXIT_USAGE, "simavr cannot load %s", path);
	avr_t *avr = avr_make_mcu_by_name("atmega328p");
	if (!avr)
		fail(EXIT_FAILED, "this simavr does not know the atmega328p");
	avr_init(avr);
	/* the firmware may carry a .mmcu section of its own; an Uno is an Uno */
	strcpy(firmware.mmcu, "atmega328p");
	firmware.frequency = (uint32_t)CPU_HZ;
	avr_load_firmware(avr, &firmware);
	avr->log = LOG_ERROR;
	*size = (struct firmware_size){firmware.flashsize, firmware.datasize + firmware.bsssize};
	return avr;
}
