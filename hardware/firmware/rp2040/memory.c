#include <stdint.h>
#include <string.h>

void *memcpy(void *restrict to, const void *restrict from, size_t count)
{
	uint8_t *out = to;
	const uint8_t *in = from;

	while (count--)
		*out++ = *in++;
	return to;
}

void *memmove(void *to, const void *from, size_t count)
{
	uint8_t *out = to;
	const uint8_t *in = from;

	if ((uintptr_t)to <= (uintptr_t)from)
		return memcpy(to, from, count);
	while (count--)
		out[count] = in[count];
	return to;
}

void *memset(void *to, int value, size_t count)
{
	uint8_t *out = to;

	while (count--)
		*out++ = (uint8_t)value;
	return to;
}

int memcmp(const void *one, const void *other, size_t count)
{
	const uint8_t *a = one, *b = other;

	for (; count--; a++, b++)
		if (*a != *b)
			return *a < *b ? -1 : 1;
	return 0;
}

size_t strlen(const char *text)
{
	size_t length = 0;

	while (text[length] != '\0')
		length++;
	return length;
}
