#include "speak.h"

#include <stddef.h>
#include <stdint.h>

#include "answer.h"
#include "fault.h"
#include "hal.h"
#include "identity.h"
#include "line.h"
#include "queue.h"
#include "report.h"
#include "uptime.h"

/* Samples that may go before a line of another kind that waits. */
#define SAMPLES_IN_ROW 4u

static bool begun;
static bool identity_due;
static bool health_due;
static struct health health; /* as it was when the first of its lines was sent */
static uint8_t health_part;  /* its next line; 0: none has been sent */
static uint8_t samples_in_row;
static uint16_t tx_dropped;
static volatile bool waiting_for_room; /* a line is due, and could not be sent */

void speak_init(void)
{
	begun = false;
	identity_due = false;
	health_due = false;
	health_part = 0;
	samples_in_row = 0;
	tx_dropped = 0;
	waiting_for_room = false;
	queue_init();
}

bool speak_has_begun(void)
{
	return begun;
}

void speak_sample(const struct sample *sample)
{
	if (!begun || !answer_streaming() || answer_rebooting())
		return;
	if (!queue_put(sample))
		tx_dropped++;
}

void speak_health(void)
{
	health_due = true;
}

void speak_identity(void)
{
	identity_due = true;
}

/* The first line, behind an empty one that ends whatever the host may have heard of a boot loader. */
static bool begin(void)
{
	if (!identity_known())
		return false;
	hal_tx_put('\n');
	begun = report_identity();
	return true;
}

static void send_health(void)
{
	if (health_part == 0) {
		health.uptime_ms = uptime_now_ms();
		health.tx_dropped = tx_dropped;
		health.rx_errors = answer_rx_errors();
	}
	if (report_health(&health, &health_part))
		health_due = health_part != 0;
}

/* What has its own measure goes before answers, of which there are as many as the host wants. */
static bool send_other(void)
{
	if (fault_send())
		return true;
	if (health_due)
		send_health();
	else if (identity_due)
		identity_due = !report_identity();
	else
		return answer_send();
	return true;
}

/* When the stream has been stopped, what was converted before goes out before the answer. */
static bool is_sample_next(void)
{
	return queue_first() != NULL && (samples_in_row < SAMPLES_IN_ROW || !answer_streaming());
}

/*
 * Send at most one line; returns whether one is due. Samples go first, but where they never end every fifth line is
 * another: so neither can crowd out the other, however much the host asks or the converters say.
 */
static bool send_due(void)
{
	const bool room = line_has_room();

	if (!begun)
		return begin();
	if (answer_rebooting())
		return true;
	if (health_part != 0) {
		send_health();
	} else if (is_sample_next()) {
		if (report_sample(queue_first())) {
			queue_drop();
			samples_in_row++;
		}
	} else if (send_other() || queue_first() != NULL) {
		if (room)
			samples_in_row = 0;
	} else {
		return false;
	}
	return true;
}

bool speak_poll(void)
{
	const bool due = send_due();

	waiting_for_room = due && !line_has_room();
	return due && !waiting_for_room;
}

bool speak_has_room_again(void)
{
	return waiting_for_room && line_has_room();
}
