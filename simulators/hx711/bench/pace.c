#include "pace.h"

#include <time.h>

#include "clock.h"

/* So far behind, a run is not caught up with: a laptop that slept must not play an hour in a burst. */
static const double GIVE_UP_S = 0.5;

static double now_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void pace_init(struct pace *pace, double speed)
{
	*pace = (struct pace){.speed = speed};
	pace->begun_s = pace->base_s = now_s();
}

void pace_wait(struct pace *pace, uint64_t cycle)
{
	if (pace->speed <= 0)
		return;
	double due_s = pace->base_s + (double)(cycle - pace->base_cycle) / CPU_HZ / pace->speed;
	double late_s = now_s() - due_s;
	if (late_s < 0) {
		struct timespec due = {(time_t)due_s, (long)((due_s - (double)(time_t)due_s) * 1e9)};
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
		return;
	}
	if (late_s > pace->late_max_s)
		pace->late_max_s = late_s;
	if (late_s > GIVE_UP_S) {
		pace->base_s = now_s();
		pace->base_cycle = cycle;
	}
}

double pace_elapsed_s(const struct pace *pace)
{
	return now_s() - pace->begun_s;
}
