/* Values on the command line. */
#ifndef BENCH_VALUE_H
#define BENCH_VALUE_H

/* Each returns the value of the option --name, or fails with a message that says what to give. */
double option_number(const char *name, const char *text, double low, double high);
long option_integer(const char *name, const char *text, long low, long high);

#endif
