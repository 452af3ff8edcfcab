#include "fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "fail.h"
#include "value.h"

struct fault_form {
	const char *name;
	enum fault_kind kind;
	bool whole_board, needs_argument;
	double standard, low, high; /* argument where none is given, and its range */
};

/* A supply dip of 5 ms is a motor starting on the same hub; a second is a plug pulled and put back. */
static const struct fault_form FAULT_FORMS[] = {
	{"dead", FAULT_DEAD, false, false, 0, 0, 0},
	{"stuck_low", FAULT_STUCK_LOW, false, false, 0, 0, 0},
	{"ok", FAULT_OK, false, false, 0, 0, 0},
	{"brownout", FAULT_BROWNOUT, false, false, 0, 0, 0},
	{"rate", FAULT_RATE, false, true, 0, 1, 200},
	{"supply_dip", FAULT_SUPPLY_DIP, true, false, 5, 0.001, 1e6},
	{"power_cut", FAULT_POWER_CUT, true, false, 1000, 0.001, 1e6},
	{"unplug", FAULT_UNPLUG, true, false, 1000, 0.001, 1e6},
	{"reset", FAULT_RESET, true, false, 0, 0, 0},
	{"voltage", FAULT_VOLTAGE, true, true, 0, 2700, 5500},
};

static const struct fault_form *fault_form(const char *text, const char *name)
{
	for (size_t i = 0; i < sizeof FAULT_FORMS / sizeof *FAULT_FORMS; i++)
		if (strcmp(name, FAULT_FORMS[i].name) == 0)
			return &FAULT_FORMS[i];
	fail(EXIT_USAGE, "--fault %s: no fault is called '%s'; --help lists them", text, name);
}

struct fault fault_read(const char *text)
{
	char copy[128], *fields[5] = {NULL};
	if (strlen(text) >= sizeof copy)
		fail(EXIT_USAGE, "--fault %s: too long", text);
	strcpy(copy, text);
	int given = 0;
	for (char *rest = copy; given < 5 && (fields[given] = strsep(&rest, ":")); given++)
		;
	if (given < 3 || given > 4)
		fail(EXIT_USAGE, "--fault %s: say T:CHIP:KIND or T:CHIP:KIND:ARG", text);
	const struct fault_form *form = fault_form(text, fields[2]);
	struct fault fault = {.at_s = option_number("fault", fields[0], 0, 1e7), .kind = form->kind, .chip = WHOLE_BOARD};
	bool board_named = strcmp(fields[1], "-") == 0;
	if (!form->whole_board && board_named)
		fail(EXIT_USAGE, "--fault %s: %s needs a chip, 0 to %d", text, form->name, MAX_CHIPS - 1);
	if (!form->whole_board)
		fault.chip = (int)option_integer("fault", fields[1], 0, MAX_CHIPS - 1);
	else if (!board_named)
		option_integer("fault", fields[1], 0, MAX_CHIPS - 1);
	fault.argument = form->standard;
	if (given == 4 && form->high == 0)
		fail(EXIT_USAGE, "--fault %s: %s takes no argument", text, form->name);
	if (given == 3 && form->needs_argument)
		fail(EXIT_USAGE, "--fault %s: %s needs an argument, %g to %g", text, form->name, form->low, form->high);
	if (given == 4)
		fault.argument = option_number("fault", fields[3], form->low, form->high);
	return fault;
}
