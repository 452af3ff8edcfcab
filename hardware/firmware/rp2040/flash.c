#include "flash.h"

#include <stddef.h>
#include <string.h>

#include "regs.h"

enum {
	CMD_PAGE_PROGRAM = 0x02,
	CMD_READ = 0x03,
	CMD_READ_STATUS = 0x05,
	CMD_WRITE_ENABLE = 0x06,
	CMD_SECTOR_ERASE = 0x20,
	CMD_UNIQUE_ID = 0x4B,
	STATUS_BUSY = 0x01,
	CLOCK_DIVIDER = 8, /* 125 MHz / 8 = 15.6 MHz; 03h is good for at least 20 MHz on every chip */
	FIFO_BYTES = 16,
};

static uint8_t uid[FLASH_UID];

/* An interrupt may come in the middle of a command and let the FIFO run empty. The controller would then end the
 * command by itself, and the chip would take the rest for new ones; so chip select is held by hand. */
static void select_chip(bool on)
{
	REG(GPIO_QSPI_SS_CTRL) = (REG(GPIO_QSPI_SS_CTRL) & ~OUTOVER_MASK) | (on ? OUTOVER_LOW : OUTOVER_HIGH);
	(void)REG(GPIO_QSPI_SS_CTRL);
}

/* Exchange bytes with the selected chip: send these (zeros where there is none), keep what comes (if it is wanted). */
static void exchange(const uint8_t *out, uint8_t *in, uint16_t count)
{
	uint16_t sent = 0, received = 0;

	while (received < count) {
		uint32_t status = REG(SSI_SR);
		if (sent < count && (uint16_t)(sent - received) < FIFO_BYTES - 2 && (status & SSI_SR_TFNF)) {
			REG(SSI_DR0) = out != NULL ? out[sent] : 0;
			sent++;
		}
		if (status & SSI_SR_RFNE) {
			uint8_t byte = (uint8_t)REG(SSI_DR0);
			if (in != NULL)
				in[received] = byte;
			received++;
		}
	}
}

static void simple_command(uint8_t command)
{
	select_chip(true);
	exchange(&command, NULL, 1);
	select_chip(false);
}

static void begin_at(uint8_t command, uint32_t address)
{
	const uint8_t head[4] = {command, (uint8_t)(address >> 16), (uint8_t)(address >> 8), (uint8_t)address};

	select_chip(true);
	exchange(head, NULL, sizeof head);
}

static void read_uid(void)
{
	const uint8_t head[5] = {CMD_UNIQUE_ID};

	select_chip(true);
	exchange(head, NULL, sizeof head);
	exchange(NULL, uid, FLASH_UID);
	select_chip(false);
}

void flash_init(void)
{
	REG(SSI_SSIENR) = 0;
	REG(SSI_BAUDR) = CLOCK_DIVIDER;
	REG(SSI_CTRLR0) = 7ul << 16; /* plain SPI, 8-bit words, both directions at once */
	REG(SSI_CTRLR1) = 0;
	REG(SSI_SER) = 1;
	REG(SSI_SSIENR) = 1;
	select_chip(false);
	read_uid();
}

bool flash_busy(void)
{
	const uint8_t command[2] = {CMD_READ_STATUS, 0};
	uint8_t answer[2];

	select_chip(true);
	exchange(command, answer, sizeof answer);
	select_chip(false);
	return (answer[1] & STATUS_BUSY) != 0;
}

void flash_read(uint32_t address, uint8_t *bytes, uint16_t count)
{
	begin_at(CMD_READ, address);
	exchange(NULL, bytes, count);
	select_chip(false);
}

void flash_start_erase(uint32_t address)
{
	simple_command(CMD_WRITE_ENABLE);
	begin_at(CMD_SECTOR_ERASE, address);
	select_chip(false);
}

void flash_start_program(uint32_t address, const uint8_t *bytes, uint16_t count)
{
	simple_command(CMD_WRITE_ENABLE);
	begin_at(CMD_PAGE_PROGRAM, address);
	exchange(bytes, NULL, count);
	select_chip(false);
}

void flash_uid(uint8_t to[FLASH_UID]) { memcpy(to, uid, FLASH_UID); }
