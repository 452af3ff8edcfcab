/* Second-stage boot loader: the boot ROM copies these 252 bytes (and their CRC-32, which image.py adds) from the start
 * of the flash to the top of RAM and jumps here.
 *
 * It copies the whole program to RAM and starts it there. Nothing runs from flash afterwards, so that erasing and
 * programming flash (a calibration is being stored) never holds up the program. The flash is read with the plain
 * command 03h, which every serial flash understands.
 *
 * The word at IMAGE + 0x1C, an unused entry of the vector table, is the address in RAM where the image ends (ram.ld).
 */
	.syntax unified
	.cpu cortex-m0plus
	.thumb

	.equ SSI, 0x18000000
	.equ IMAGE, 0x10000100
	.equ RAM, 0x20000000
	.equ VTOR, 0xE000ED08

	.section .boot2, "ax"
	.global boot2
	.thumb_func
boot2:
	cpsid i
	ldr r3, =SSI
	movs r0, #0
	str r0, [r3, #0x08]         // SSIENR: off while it is set up
	movs r0, #4
	str r0, [r3, #0x14]         // BAUDR: a quarter of the system clock, which is slow before the crystal runs
	ldr r0, =0x001F0300         // CTRLR0: plain SPI, 32-bit words, command and address out, then data in
	str r0, [r3, #0x00]
	movs r0, #0
	str r0, [r3, #0x04]         // CTRLR1: one word at a time
	ldr r0, =0x03000218         // SPI_CTRLR0: command 03h of 8 bits, then an address of 24 bits
	movs r1, #0xF4
	str r0, [r3, r1]
	movs r0, #1
	str r0, [r3, #0x10]         // SER: chip select
	str r0, [r3, #0x08]         // SSIENR: on; the flash can now be read like memory

	ldr r0, =IMAGE
	ldr r1, =RAM
	ldr r2, [r0, #0x1C]
copy:
	ldm r0!, {r3}
	stm r1!, {r3}
	cmp r1, r2
	blo copy

	ldr r0, =RAM
	ldr r1, =VTOR
	str r0, [r1]
	ldm r0!, {r1, r2}           // stack and entry, the first two words of the vector table
	msr msp, r1
	bx r2

	.pool
