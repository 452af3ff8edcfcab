/* One line to standard error, and out: what is wrong and what to do about it. */
#ifndef BENCH_FAIL_H
#define BENCH_FAIL_H

enum exit_code { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_FIRMWARE = 3, EXIT_TOO_LONG = 4 };

/* Prints "hxbench: ..." and ends the process with `code`. */
_Noreturn void fail(enum exit_code code, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
