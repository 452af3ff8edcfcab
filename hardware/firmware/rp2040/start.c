/* The vector table and what runs before main(). */
#include <stdint.h>

#include "regs.h"

extern uint32_t __bss_start[], __bss_end[], __image_end[], __stack_end[];

int main(void);
void reset_handler(void);
void fault_handler(void);
void alarm_interrupt(void);
void pin_interrupt(void);
void uart_interrupt(void);
void usb_interrupt(void);

/* Only one of the two links is built in. */
#pragma weak uart_interrupt = fault_handler
#pragma weak usb_interrupt = fault_handler

void reset_handler(void)
{
	for (uint32_t *word = __bss_start; word < __bss_end; word++)
		*word = 0;
	main();
	fault_handler();
}

/* Nothing here is meant to happen. The watchdog starts the step anew and the cause is told. */
void fault_handler(void)
{
	for (;;)
		;
}

/* Entry 7 is unused by the core; boot2 finds the end of the image there. */
__attribute__((section(".vectors"), used)) static void *const vectors[16 + 26] = {
	[0] = __stack_end,
	[1] = (void *)reset_handler,
	[2] = (void *)fault_handler,
	[3] = (void *)fault_handler,
	[7] = __image_end,
	[11] = (void *)fault_handler,
	[14] = (void *)fault_handler,
	[15] = (void *)fault_handler,
	[16 + IRQ_TIMER_0] = (void *)alarm_interrupt,
	[16 + IRQ_USB] = (void *)usb_interrupt,
	[16 + IRQ_IO_BANK0] = (void *)pin_interrupt,
	[16 + IRQ_UART0] = (void *)uart_interrupt,
};
