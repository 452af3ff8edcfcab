/* Tables of comma-separated numbers, read row by row with messages that name file and line. */
#ifndef BENCH_TABLE_H
#define BENCH_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table {
	FILE *file;
	const char *path;
	const char *form; /* what a row looks like, for messages */
	unsigned long line;
	char *text, *rest;
	size_t room;
};

/* Opens a table, "-" is standard input; fails with a message when it cannot be read. */
void table_open(struct table *table, const char *path, const char *form);

/* Goes to the next row; false at the end. Empty lines, lines beginning with '#' and a heading are passed over. */
bool table_row(struct table *table);

/* Returns the next field of the row as a finite number. */
double table_number(struct table *table);

/* Returns the next field of the row as an integer between `low` and `high`. */
long table_integer(struct table *table, long low, long high);

/* Returns the rest of the row as text. */
const char *table_text(struct table *table);

/* Fails when the row has more fields. */
void table_row_ends(struct table *table);

/* Fails with "PATH:LINE: what is wrong (a row is FORM)". */
_Noreturn void table_fail(const struct table *table, const char *what);

void table_close(struct table *table);

#endif
