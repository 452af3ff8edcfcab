#include "checks.h"

#include <stdlib.h>

#include "fail.h"
#include "log.h"

enum { FLASH_WORDS = 1 << 14 };

void checks_init(struct checks *checks, bool on, bool coverage)
{
	*checks = (struct checks){.on = on, .stack_lowest = UINT32_MAX};
	if (coverage && !(checks->ran = calloc(FLASH_WORDS, 1)))
		fail(EXIT_FAILED, "no memory for the coverage");
	checks_reset(checks);
}

void checks_reset(struct checks *checks)
{
	checks->begun = false;
	checks->masked = true;
}

void checks_window_ended(struct checks *checks, uint64_t cycles)
{
	struct window *longest = checks->in_service ? &checks->service : &checks->main;
	*(checks->in_service ? &checks->service_windows : &checks->main_windows) += 1;
	if (cycles > longest->cycles)
		*longest = (struct window){cycles, checks->masked_pc};
}

unsigned checks_stack_bytes(const struct checks *checks, const avr_t *avr)
{
	return checks->stack_lowest > avr->ramend ? 0 : avr->ramend - checks->stack_lowest;
}

void checks_save_coverage(const struct checks *checks, const char *path)
{
	FILE *file = log_file(path);
	for (int word = 0; word < FLASH_WORDS; word++)
		if (checks->ran[word])
			fprintf(file, "%x\n", 2 * word);
	log_file_close(file);
}
