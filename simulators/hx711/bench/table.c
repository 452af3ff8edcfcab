#include "table.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

void table_open(struct table *table, const char *path, const char *form)
{
	*table = (struct table){.path = path, .form = form};
	table->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	if (!table->file)
		fail(EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
}

_Noreturn void table_fail(const struct table *table, const char *what)
{
	fail(EXIT_USAGE, "%s:%lu: %s (a row is %s)", table->path, table->line, what, table->form);
}

bool table_row(struct table *table)
{
	while (getline(&table->text, &table->room, table->file) >= 0) {
		table->line++;
		size_t length = strcspn(table->text, "\r\n");
		table->text[length] = '\0';
		table->rest = table->text;
		bool heading = table->line == 1 && isalpha((unsigned char)table->text[0]);
		if (length > 0 && table->text[0] != '#' && !heading)
			return true;
	}
	return false;
}

static const char *field(struct table *table)
{
	if (!table->rest)
		table_fail(table, "a field is missing");
	char *start = table->rest;
	char *comma = strchr(start, ',');
	if (comma)
		*comma = '\0';
	table->rest = comma ? comma + 1 : NULL;
	return start;
}

double table_number(struct table *table)
{
	const char *text = field(table);
	char *end;
	double number = strtod(text, &end);
	if (end == text || *end != '\0' || !isfinite(number))
		table_fail(table, "not a number");
	return number;
}

long table_integer(struct table *table, long low, long high)
{
	const char *text = field(table);
	char *end;
	errno = 0;
	long number = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno)
		table_fail(table, "not an integer");
	if (number < low || number > high)
		table_fail(table, "a number out of range");
	return number;
}

const char *table_text(struct table *table)
{
	return field(table);
}

void table_row_ends(struct table *table)
{
	if (table->rest)
		table_fail(table, "a field too many");
}

void table_close(struct table *table)
{
	if (table->file && table->file != stdin)
		fclose(table->file);
	free(table->text);
	*table = (struct table){0};
}
