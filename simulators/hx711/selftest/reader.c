/* The smallest firmware that exercises the bench: reads two converters by polling and prints every word, echoes
 * what it hears, writes the EEPROM, hangs when told to. It shares nothing with the step's firmware, so that bench and
 * firmware cannot be wrong together.
 *
 * Says:  "!RR VV" at boot (reset flags, EEPROM byte 0), "C WWWWWW" for a word of converter C, "eBB" for a byte heard,
 * "w" when an EEPROM byte is written. Hears: 'W' write the next EEPROM byte, 'H' hang until the watchdog bites. */
#define F_CPU 16000000UL
#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>
#include <util/delay.h>

enum { CHIPS = 2, FIRST_DOUT = 4 };

static void say(char character)
{
	loop_until_bit_is_set(UCSR0A, UDRE0);
	UDR0 = (uint8_t)character;
}

static void say_hex(uint8_t value)
{
	static const char digits[] = "0123456789ABCDEF";
	say(digits[value >> 4]);
	say(digits[value & 15]);
}

static void read_word(uint8_t chip)
{
	uint8_t clock = (uint8_t)(1 << chip), dout = (uint8_t)(1 << (FIRST_DOUT + chip));
	uint8_t bytes[3];
	for (uint8_t i = 0; i < 24; i++) {
		PORTB |= clock;
		_delay_us(0.5);
		bytes[i / 8] = (uint8_t)(bytes[i / 8] << 1 | ((PIND & dout) != 0));
		PORTB &= (uint8_t)~clock;
		_delay_us(0.25);
	}
	PORTB |= clock;
	_delay_us(0.5);
	PORTB &= (uint8_t)~clock;
	say((char)('0' + chip));
	say(' ');
	for (uint8_t i = 0; i < 3; i++)
		say_hex(bytes[i]);
	say('\n');
}

static void hear(void)
{
	static uint16_t address;
	uint8_t byte = UDR0;
	say('e');
	say_hex(byte);
	say('\n');
	if (byte == 'W' && eeprom_is_ready()) {
		eeprom_write_byte((uint8_t *)address, (uint8_t)(0x5A ^ address));
		address++;
	}
	if (byte == 'H')
		for (;;)
			;
}

int main(void)
{
	uint8_t cause = MCUSR, writing = 0;
	MCUSR = 0;
	wdt_disable();
	DDRB = (1 << CHIPS) - 1;
	UCSR0A = _BV(U2X0);
	UBRR0 = 3; /* 500000 */
	UCSR0B = _BV(RXEN0) | _BV(TXEN0);
	wdt_enable(WDTO_120MS);
	say('!');
	say_hex(cause);
	say(' ');
	say_hex(eeprom_read_byte((uint8_t *)0));
	say('\n');
	for (;;) {
		wdt_reset();
		for (uint8_t chip = 0; chip < CHIPS; chip++)
			if (!(PIND & 1 << (FIRST_DOUT + chip)))
				read_word(chip);
		if (UCSR0A & _BV(RXC0))
			hear();
		if (writing && eeprom_is_ready())
			say('w');
		writing = !eeprom_is_ready();
	}
}
