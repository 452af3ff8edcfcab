#include "script.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "fail.h"
#include "table.h"

static int hex_digit(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

static void append(struct script *script, size_t *room, uint64_t at, uint8_t byte)
{
	if (script->length == *room) {
		*room = *room ? 2 * *room : 1024;
		script->bytes = realloc(script->bytes, *room * sizeof *script->bytes);
		if (!script->bytes)
			fail(EXIT_FAILED, "no memory for the host's bytes: give a shorter --host-input");
	}
	script->bytes[script->length++] = (struct script_byte){at, byte};
}

void script_read(struct script *script, const char *path)
{
	struct table table;
	size_t room = 0;
	double before_s = 0;
	table_open(&table, path, "t_s,hex");
	while (table_row(&table)) {
		double at_s = table_number(&table);
		const char *hex = table_text(&table);
		table_row_ends(&table);
		if (at_s < before_s || at_s > 1e7)
			table_fail(&table, "t_s is earlier than in the row before; sort by time");
		before_s = at_s;
		if (!*hex || strlen(hex) % 2)
			table_fail(&table, "hex needs two digits for each byte");
		for (; *hex; hex += 2) {
			int high = hex_digit(hex[0]), low = hex_digit(hex[1]);
			if (high < 0 || low < 0)
				table_fail(&table, "not hexadecimal");
			append(script, &room, (uint64_t)(at_s * CPU_HZ + 0.5), (uint8_t)(high << 4 | low));
		}
	}
	table_close(&table);
}
