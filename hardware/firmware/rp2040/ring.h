/* Bytes from one side, who only puts, to another, who only takes; one of them may be an interrupt. */
#ifndef RP2040_RING_H
#define RP2040_RING_H

#include <stdbool.h>
#include <stdint.h>

#define RING_SIZE 1024u /* bytes, of which one stays free; at 115200 they last 89 ms */

struct ring {
	uint8_t bytes[RING_SIZE];
	volatile uint16_t head; /* where the next byte is put */
	volatile uint16_t tail; /* where the next one is taken */
};

/* The compiler keeps what is written before this before what is written after it. */
#define RING_IN_ORDER() __asm__ volatile("" ::: "memory")

static inline uint16_t ring_count(const struct ring *ring)
{
	return (uint16_t)((ring->head - ring->tail) % RING_SIZE);
}

static inline uint16_t ring_room(const struct ring *ring) { return (uint16_t)(RING_SIZE - 1u - ring_count(ring)); }

/* Put a byte for which there is room. */
static inline void ring_put(struct ring *ring, uint8_t byte)
{
	ring->bytes[ring->head] = byte;
	RING_IN_ORDER();
	ring->head = (uint16_t)((ring->head + 1u) % RING_SIZE);
}

/* Take a byte that is there. */
static inline uint8_t ring_take(struct ring *ring)
{
	uint8_t byte = ring->bytes[ring->tail];

	RING_IN_ORDER();
	ring->tail = (uint16_t)((ring->tail + 1u) % RING_SIZE);
	return byte;
}

#endif
