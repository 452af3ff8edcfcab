#include "level.h"

void level_update(struct level *level)
{
	bool holds = level->holds(level->context);
	bool enabled = avr_regbit_get(level->avr, level->vector->enable);
	if (holds && enabled && !level->vector->pending)
		avr_raise_interrupt(level->avr, level->vector);
	else if (!holds && level->vector->pending)
		avr_clear_interrupt(level->avr, level->vector);
}

static void returned(struct avr_irq_t *irq, uint32_t running, void *context)
{
	(void)irq;
	if (!running)
		level_update(context);
}

void level_init(struct level *level, avr_t *avr, avr_int_vector_t *vector, bool (*holds)(void *), void *context)
{
	*level = (struct level){.avr = avr, .vector = vector, .holds = holds, .context = context};
	avr_irq_register_notify(&vector->irq[AVR_INT_IRQ_RUNNING], returned, level);
}
