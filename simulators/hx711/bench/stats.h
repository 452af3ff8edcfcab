/* The figures of a run as one JSON document. */
#ifndef BENCH_STATS_H
#define BENCH_STATS_H

#include "board.h"
#include "checks.h"
#include "host.h"
#include "pace.h"

/* Writes them to `path`, to standard output when it is NULL. */
void stats_write(const char *path, const struct board *board, const struct host *host, const struct checks *checks,
	const struct pace *pace);

#endif
