/* What the host says at given device times. */
#ifndef BENCH_SCRIPT_H
#define BENCH_SCRIPT_H

#include <stddef.h>
#include <stdint.h>

struct script_byte {
	uint64_t at;
	uint8_t byte;
};

struct script {
	struct script_byte *bytes;
	size_t length, next;
};

/* Reads a table of t_s,hex; fails with a message that names the line that is none. */
void script_read(struct script *script, const char *path);

#endif
