/* Single interrupts, switched on, held off and let through again. */
#ifndef RP2040_IRQ_H
#define RP2040_IRQ_H

#include "regs.h"

#define PRIORITY_HIGH 0x00u /* the pins: their interrupt takes the time */
#define PRIORITY_LOW 0xC0u  /* everything else waits for them */

static inline void irq_enable(uint32_t irq, uint32_t priority)
{
	const uint32_t shift = (irq & 3) * 8;

	REG(NVIC_IPR(irq)) = (REG(NVIC_IPR(irq)) & ~(0xFFul << shift)) | priority << shift;
	REG(NVIC_ISER) = BIT(irq);
}

static inline void irq_hold(uint32_t irq)
{
	REG(NVIC_ICER) = BIT(irq);
	__asm__ volatile("dsb\n\tisb" ::: "memory");
}

static inline void irq_release(uint32_t irq)
{
	__asm__ volatile("" ::: "memory");
	REG(NVIC_ISER) = BIT(irq);
}

#endif
