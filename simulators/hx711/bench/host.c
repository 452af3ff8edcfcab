#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "../model/hx711.h"
#include "fail.h"

enum { WAIT_MS = 20, DRAIN_MS = 5000 };

/* Raw from the beginning: a reader that sets nothing still gets the bytes as they are. */
static void make_raw(const char *device)
{
	struct termios attributes;
	int side = open(device, O_RDWR | O_NOCTTY);
	if (side < 0 || tcgetattr(side, &attributes) != 0)
		fail(EXIT_FAILED, "cannot set up the pseudo-terminal %s: %s", device, strerror(errno));
	cfmakeraw(&attributes);
	tcsetattr(side, TCSANOW, &attributes);
	close(side); /* from here on POLLHUP on the master means that nobody has it open */
}

void host_plug(struct host *host)
{
	if (!host->link || host->terminal >= 0)
		return;
	host->terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (host->terminal < 0 || grantpt(host->terminal) != 0 || unlockpt(host->terminal) != 0)
		fail(EXIT_FAILED, "no pseudo-terminal to be had: %s", strerror(errno));
	const char *device = ptsname(host->terminal);
	make_raw(device);
	/* made beside and renamed, so that a host never finds half a link */
	char beside[4096];
	if (snprintf(beside, sizeof beside, "%s.new", host->link) >= (int)sizeof beside)
		fail(EXIT_USAGE, "--pty: the path is too long");
	unlink(beside);
	if (symlink(device, beside) != 0 || rename(beside, host->link) != 0)
		fail(EXIT_USAGE, "cannot make the link %s: %s", host->link, strerror(errno));
}

void host_unplug(struct host *host)
{
	if (host->terminal < 0)
		return;
	char target[64];
	ssize_t length = readlink(host->link, target, sizeof target - 1);
	if (length > 0) {
		target[length] = '\0';
		if (strcmp(target, ptsname(host->terminal)) == 0)
			unlink(host->link); /* another bench's link is not ours to take away */
	}
	close(host->terminal);
	host->terminal = -1;
	host->present = false;
	host->counters.lost += host->outgoing_count;
	host->outgoing_count = host->incoming_count = host->incoming_next = 0;
}

void host_init(struct host *host, const struct options *options, volatile sig_atomic_t *stop)
{
	memset(host, 0, sizeof *host);
	host->link = options->pty;
	host->block = options->block;
	host->stop = stop;
	host->terminal = -1;
	if (options->host_input)
		script_read(&host->script, options->host_input);
	if (options->pty) {
		/* a file, or a terminal that another bench may serve, is not ours to replace; a link that leads nowhere is */
		if (access(options->pty, F_OK) == 0)
			fail(EXIT_USAGE, "--pty %s: there is something already, perhaps another step's terminal; give another path, "
				"or remove it", options->pty);
		host_plug(host);
	}
}

static bool terminal_open(const struct host *host)
{
	struct pollfd poller = {host->terminal, POLLIN, 0};
	poll(&poller, 1, 0);
	return !(poller.revents & POLLHUP);
}

void host_wait(struct host *host)
{
	while (host->terminal >= 0 && !*host->stop && !terminal_open(host))
		poll(NULL, 0, WAIT_MS);
}

/* Writes what the terminal takes; returns whether nothing is left. */
static bool write_some(struct host *host)
{
	while (host->outgoing_count) {
		ssize_t written = write(host->terminal, host->outgoing, host->outgoing_count);
		if (written <= 0)
			return false;
		host->outgoing_count -= (size_t)written;
		memmove(host->outgoing, host->outgoing + written, host->outgoing_count);
	}
	return true;
}

static void write_all(struct host *host)
{
	while (!write_some(host) && host->block && !*host->stop && terminal_open(host)) {
		struct pollfd poller = {host->terminal, POLLOUT, 0};
		poll(&poller, 1, WAIT_MS);
	}
}

static void read_some(struct host *host)
{
	if (host->incoming_next < host->incoming_count)
		return;
	ssize_t length = read(host->terminal, host->incoming, sizeof host->incoming);
	host->incoming_next = 0;
	host->incoming_count = length > 0 ? (size_t)length : 0;
}

bool host_poll(struct host *host)
{
	if (host->terminal < 0)
		return false;
	bool was_present = host->present;
	host->present = terminal_open(host);
	if (host->present) {
		host->speed = speed_of_terminal(host->terminal);
		write_all(host);
		read_some(host);
	} else {
		host->counters.lost += host->outgoing_count; /* on a wire nobody listens to */
		host->outgoing_count = 0;
	}
	bool opened = host->present && !was_present;
	host->counters.opened += opened;
	return opened;
}

static void queue(struct host *host, uint8_t byte)
{
	if (host->outgoing_count == HOST_ROOM)
		host->counters.lost++;
	else
		host->outgoing[host->outgoing_count++] = byte;
}

void host_hear(struct host *host, uint8_t byte, uint64_t ended_at, double sent)
{
	uint8_t made[GARBLED_ROOM];
	if (host->terminal < 0)
		return;
	if (speeds_agree(sent, host->speed)) {
		queue(host, byte);
		return;
	}
	size_t count = speed_garble(&host->receiver, byte, ended_at, sent, host->speed, made);
	for (size_t i = 0; i < count; i++)
		queue(host, made[i]);
}

uint64_t host_next(const struct host *host)
{
	if (host->incoming_next < host->incoming_count)
		return 0;
	const struct script *script = &host->script;
	return script->next < script->length ? script->bytes[script->next].at : HX_NEVER;
}

uint8_t host_take(struct host *host, double listening)
{
	if (host->incoming_next == host->incoming_count)
		return host->script.bytes[host->script.next++].byte;
	uint8_t byte = host->incoming[host->incoming_next++];
	return speeds_agree(host->speed, listening) ? byte : 0; /* no stop bit where one should be */
}

/* Whether the host has read everything: what it has not is gone with the terminal. */
static bool all_read(const struct host *host)
{
	int waiting = 0, side = open(ptsname(host->terminal), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (side >= 0) {
		ioctl(side, FIONREAD, &waiting);
		close(side);
	}
	return waiting == 0;
}

void host_close(struct host *host)
{
	bool read_before = false; /* seen twice in a row: the kernel moves bytes on with a little delay */
	for (int waited_ms = 0; host->terminal >= 0 && waited_ms < DRAIN_MS && !*host->stop; waited_ms += WAIT_MS) {
		bool read = write_some(host) && all_read(host);
		if (!terminal_open(host) || (read && read_before))
			break;
		read_before = read;
		poll(NULL, 0, WAIT_MS);
	}
	host_unplug(host);
	free(host->script.bytes);
}
