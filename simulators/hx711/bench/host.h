/* The other end of the serial line: a script, or whoever opens the pseudo-terminal. */
#ifndef BENCH_HOST_H
#define BENCH_HOST_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "options.h"
#include "script.h"
#include "speed.h"

enum { HOST_ROOM = 1 << 16 };

struct host_counters {
	uint64_t opened, lost; /* bytes lost because nobody listened, or too slowly */
};

struct host {
	const char *link;
	bool block, present;
	int terminal;              /* master side, -1 without */
	volatile sig_atomic_t *stop;
	double speed;              /* that the host has set, 0: none */
	struct receiver receiver;  /* of a host at another speed than the board's */
	uint8_t outgoing[HOST_ROOM];
	size_t outgoing_count;
	uint8_t incoming[4096];
	size_t incoming_count, incoming_next;
	struct script script;
	struct host_counters counters;
};

/* Reads the script or makes the terminal; `stop` ends any waiting. */
void host_init(struct host *host, const struct options *options, volatile sig_atomic_t *stop);

/* Waits until somebody opens the terminal. */
void host_wait(struct host *host);

/* Carries bytes to and from the terminal; returns whether somebody has just opened it. */
bool host_poll(struct host *host);

/* A byte from the board, sent at so many bits a second, whose stop bit ended at this cycle. */
void host_hear(struct host *host, uint8_t byte, uint64_t ended_at, double sent);

/* When the next byte for the board wants to begin: a cycle, or HX_NEVER. */
uint64_t host_next(const struct host *host);

/* Takes that byte, as a board hears it that listens at so many bits a second. */
uint8_t host_take(struct host *host, double listening);

/* The cable is pulled, or put back as a new device. */
void host_unplug(struct host *host);
void host_plug(struct host *host);

/* Gives a reader a moment to take what is left, and removes the terminal. */
void host_close(struct host *host);

#endif
