/* What the bench shows of itself while it runs, in a file that others map into their memory. */
#ifndef BENCH_SHOWN_H
#define BENCH_SHOWN_H

#include <stdatomic.h>
#include <stdint.h>

struct shown {
	_Atomic uint64_t cycle;   /* of the device, at most a millisecond old */
	_Atomic uint64_t waiting; /* 1 while device time stands until a host opens the terminal */
};

/* Makes the file anew; without a path what is shown is seen by nobody. */
struct shown *shown_open(const char *path);

#endif
