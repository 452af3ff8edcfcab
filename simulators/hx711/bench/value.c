#include "value.h"

#include <errno.h>
#include <stdlib.h>

#include "fail.h"

double option_number(const char *name, const char *text, double low, double high)
{
	char *end;
	double value = strtod(text, &end);
	if (end == text || *end != '\0' || !(value >= low && value <= high))
		fail(EXIT_USAGE, "--%s %s: give a number from %g to %g", name, text, low, high);
	return value;
}

long option_integer(const char *name, const char *text, long low, long high)
{
	char *end;
	errno = 0;
	long value = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno || value < low || value > high)
		fail(EXIT_USAGE, "--%s %s: give a whole number from %ld to %ld", name, text, low, high);
	return value;
}
