#include "shown.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fail.h"

struct shown *shown_open(const char *path)
{
	static struct shown unseen;
	if (!path)
		return &unseen;
	int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (file < 0 || ftruncate(file, sizeof unseen) != 0)
		fail(EXIT_USAGE, "cannot write %s: %s", path, strerror(errno));
	struct shown *shown = mmap(NULL, sizeof *shown, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (shown == MAP_FAILED)
		fail(EXIT_FAILED, "cannot show the clock in %s: %s", path, strerror(errno));
	close(file);
	return shown;
}
