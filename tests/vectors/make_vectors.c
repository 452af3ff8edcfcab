/*
 * Golden vectors of the step link protocol, version 1:   cc -std=c99 -o make_vectors make_vectors.c && ./make_vectors
 *
 * Prints protocol1.json. It shares no code with the station, the simulator or the firmware, so that none of them can
 * be wrong together with its own test. The checksum is the bit-by-bit textbook form; the expected meaning of every
 * line is written out by hand beside it.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* CRC-16/CCITT-FALSE: polynomial x^16 + x^12 + x^5 + 1, start 0xFFFF, most significant bit first. */
static uint16_t crc16_from(uint16_t crc, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		crc ^= (uint16_t)((uint8_t)bytes[i] << 8);
		for (int bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1);
	}
	return crc;
}

static uint16_t crc16(const char *bytes, size_t length) { return crc16_from(0xFFFF, bytes, length); }

static const char *separator = "[\n";

static void vector(const char *name, const char *line, size_t length, const char *expect)
{
	printf("%s  {\"name\": \"%s\",\n   \"line\": \"", separator, name);
	for (size_t i = 0; i < length; i++) {
		uint8_t c = (uint8_t)line[i];
		if (c == '\n')
			printf("\\n");
		else if (c == '\r')
			printf("\\r");
		else if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < 0x20 || c > 0x7E)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	printf("\",\n   \"expect\": {%s}}", expect);
	separator = ",\n";
}

/* A line with the right checksum. */
static void sealed(const char *name, const char *body, const char *end, const char *expect)
{
	char line[256];
	int length = snprintf(line, sizeof line, "%s*%04X%s", body, crc16(body, strlen(body)), end);
	vector(name, line, (size_t)length, expect);
}

static void good(const char *name, const char *body, const char *expect) { sealed(name, body, "\n", expect); }

/* A line of right form and checksum that means nothing. */
static void senseless(const char *name, const char *body)
{
	sealed(name, body, "\n", "\"kind\": \"line_fault\", \"code\": \"fields\"");
}

static void raw(const char *name, const char *line, size_t length, const char *code)
{
	char expect[64];
	snprintf(expect, sizeof expect, "\"kind\": \"line_fault\", \"code\": \"%s\"", code);
	vector(name, line, length, expect);
}
#define RAW(name, line, code) raw(name, line, sizeof(line) - 1, code)

static void samples(void)
{
	good("sample", "S 0 1042 50331648 84213 0",
	     "\"kind\": \"sample\", \"ch\": 0, \"seq\": 1042, \"t_us\": 50331648, \"count\": 84213, \"flags\": 0");
	sealed("sample, carriage return ignored", "S 1 1039 50334102 -52877 0", "\r\n",
	       "\"kind\": \"sample\", \"ch\": 1, \"seq\": 1039, \"t_us\": 50334102, \"count\": -52877, \"flags\": 0");
	good("sample, everything zero", "S 0 0 0 0 0",
	     "\"kind\": \"sample\", \"ch\": 0, \"seq\": 0, \"t_us\": 0, \"count\": 0, \"flags\": 0");
	good("sample, largest values, saturated", "S 7 65535 4294967295 8388607 1",
	     "\"kind\": \"sample\", \"ch\": 7, \"seq\": 65535, \"t_us\": 4294967295, \"count\": 8388607, \"flags\": 1");
	good("sample, smallest count, saturated", "S 0 65535 4294967295 -8388608 1",
	     "\"kind\": \"sample\", \"ch\": 0, \"seq\": 65535, \"t_us\": 4294967295, \"count\": -8388608, \"flags\": 1");
	good("sample, desync", "S 0 7 12000 84213 2",
	     "\"kind\": \"sample\", \"ch\": 0, \"seq\": 7, \"t_us\": 12000, \"count\": 84213, \"flags\": 2");
	good("sample, overrun", "S 0 8 24000 84213 4",
	     "\"kind\": \"sample\", \"ch\": 0, \"seq\": 8, \"t_us\": 24000, \"count\": 84213, \"flags\": 4");
	good("sample, settling", "S 0 9 36000 84213 8",
	     "\"kind\": \"sample\", \"ch\": 0, \"seq\": 9, \"t_us\": 36000, \"count\": 84213, \"flags\": 8");
	good("sample, late read", "S 0 10 48000 84213 10",
	     "\"kind\": \"sample\", \"ch\": 0, \"seq\": 10, \"t_us\": 48000, \"count\": 84213, \"flags\": 16");
	good("sample, all flags", "S 0 11 60000 -1 1F",
	     "\"kind\": \"sample\", \"ch\": 0, \"seq\": 11, \"t_us\": 60000, \"count\": -1, \"flags\": 31");
}

static void reports(void)
{
	good("identity, two plates", "I 1 fw=1.0.0 board=uno uid=5AFE01C3 ch=L,R gain=128 baud=115200 reset=power",
	     "\"kind\": \"identity\", \"protocol\": 1, \"firmware\": \"1.0.0\", \"board\": \"uno\", \"uid\": \"5AFE01C3\", "
	     "\"channels\": [\"L\", \"R\"], \"gain\": 128, \"baud\": 115200, \"reset_cause\": \"power\"");
	good("identity, front and back", "I 1 fw=2.13.7 board=nano uid=00C0FFEE ch=LF,LB,RF,RB gain=128 baud=500000 reset=watchdog",
	     "\"kind\": \"identity\", \"protocol\": 1, \"firmware\": \"2.13.7\", \"board\": \"nano\", \"uid\": \"00C0FFEE\", "
	     "\"channels\": [\"LF\", \"LB\", \"RF\", \"RB\"], \"gain\": 128, \"baud\": 500000, \"reset_cause\": \"watchdog\"");
	good("identity, unknown channel names are kept", "I 1 fw=1.1.0 board=mega uid=1D ch=L,R,DL,DR gain=128 baud=115200 reset=external",
	     "\"kind\": \"identity\", \"protocol\": 1, \"firmware\": \"1.1.0\", \"board\": \"mega\", \"uid\": \"1D\", "
	     "\"channels\": [\"L\", \"R\", \"DL\", \"DR\"], \"gain\": 128, \"baud\": 115200, \"reset_cause\": \"external\"");
	good("health, two channels", "H 61000 0 0 5673:0:0:92998 5368:1:2:87991",
	     "\"kind\": \"health\", \"uptime_ms\": 61000, \"tx_dropped\": 0, \"rx_errors\": 0, \"first_ch\": 0, \"channels\": ["
	     "{\"conversions\": 5673, \"overruns\": 0, \"faults\": 0, \"rate_mhz\": 92998}, "
	     "{\"conversions\": 5368, \"overruns\": 1, \"faults\": 2, \"rate_mhz\": 87991}]");
	good("health, largest uptime", "H 4294967295 3 12 4294967295:0:0:0",
	     "\"kind\": \"health\", \"uptime_ms\": 4294967295, \"tx_dropped\": 3, \"rx_errors\": 12, \"first_ch\": 0, \"channels\": ["
	     "{\"conversions\": 4294967295, \"overruns\": 0, \"faults\": 0, \"rate_mhz\": 0}]");
	good("health, four channels, second line", "H 61000 0 0 2=5400:0:0:88524 5500:0:3:90163",
	     "\"kind\": \"health\", \"uptime_ms\": 61000, \"tx_dropped\": 0, \"rx_errors\": 0, \"first_ch\": 2, \"channels\": ["
	     "{\"conversions\": 5400, \"overruns\": 0, \"faults\": 0, \"rate_mhz\": 88524}, "
	     "{\"conversions\": 5500, \"overruns\": 0, \"faults\": 3, \"rate_mhz\": 90163}]");
	good("health, four channels in one line", "H 61000 0 0 5673:0:0:92998 5368:1:2:87991 5400:0:0:88524 5500:0:3:90163",
	     "\"kind\": \"health\", \"uptime_ms\": 61000, \"tx_dropped\": 0, \"rx_errors\": 0, \"first_ch\": 0, \"channels\": ["
	     "{\"conversions\": 5673, \"overruns\": 0, \"faults\": 0, \"rate_mhz\": 92998}, "
	     "{\"conversions\": 5368, \"overruns\": 1, \"faults\": 2, \"rate_mhz\": 87991}, "
	     "{\"conversions\": 5400, \"overruns\": 0, \"faults\": 0, \"rate_mhz\": 88524}, "
	     "{\"conversions\": 5500, \"overruns\": 0, \"faults\": 3, \"rate_mhz\": 90163}]");
	good("health, all counters before they wrap",
	     "H 4294967295 65535 65535 2=4294967295:65535:65535:999999 4294967295:65535:65535:999999",
	     "\"kind\": \"health\", \"uptime_ms\": 4294967295, \"tx_dropped\": 65535, \"rx_errors\": 65535, \"first_ch\": 2, "
	     "\"channels\": ["
	     "{\"conversions\": 4294967295, \"overruns\": 65535, \"faults\": 65535, \"rate_mhz\": 999999}, "
	     "{\"conversions\": 4294967295, \"overruns\": 65535, \"faults\": 65535, \"rate_mhz\": 999999}]");
	good("health, all counters wrapped", "H 0 0 0 0:0:0:0 0:0:0:0",
	     "\"kind\": \"health\", \"uptime_ms\": 0, \"tx_dropped\": 0, \"rx_errors\": 0, \"first_ch\": 0, \"channels\": ["
	     "{\"conversions\": 0, \"overruns\": 0, \"faults\": 0, \"rate_mhz\": 0}, "
	     "{\"conversions\": 0, \"overruns\": 0, \"faults\": 0, \"rate_mhz\": 0}]");
	good("calibration, with a note of several words", "K 0 84213 0.000491 1760000000 20 kg disc, bench 2",
	     "\"kind\": \"calibration\", \"ch\": 0, \"zero\": 84213.0, \"scale_n_per_count\": 0.000491, "
	     "\"taken_unix\": 1760000000, \"note\": \"20 kg disc, bench 2\"");
	good("calibration, bridge wired the other way round", "K 1 -52877.5 -4.915e-4 1760000000 factory",
	     "\"kind\": \"calibration\", \"ch\": 1, \"zero\": -52877.5, \"scale_n_per_count\": -0.0004915, "
	     "\"taken_unix\": 1760000000, \"note\": \"factory\"");
	good("calibration, a star in the note", "K 1 0 1 0 5*20 kg",
	     "\"kind\": \"calibration\", \"ch\": 1, \"zero\": 0.0, \"scale_n_per_count\": 1.0, \"taken_unix\": 0, "
	     "\"note\": \"5*20 kg\"");
	good("calibration, without a note", "K 0 84213 0.000491 1760000000",
	     "\"kind\": \"calibration\", \"ch\": 0, \"zero\": 84213.0, \"scale_n_per_count\": 0.000491, "
	     "\"taken_unix\": 1760000000, \"note\": \"\"");
	good("calibration, none stored", "K none", "\"kind\": \"calibration\", \"none\": true");
	good("fault of a channel", "E TIMEOUT 1 no conversion for 60 ms",
	     "\"kind\": \"fault\", \"code\": \"TIMEOUT\", \"ch\": 1, \"detail\": \"no conversion for 60 ms\"");
	good("fault of the board", "E BROWNOUT - 4.1 V",
	     "\"kind\": \"fault\", \"code\": \"BROWNOUT\", \"ch\": null, \"detail\": \"4.1 V\"");
	good("fault of a converter whose RATE pin is low", "E RATE 0 10.0 samples/s, RATE pin low",
	     "\"kind\": \"fault\", \"code\": \"RATE\", \"ch\": 0, \"detail\": \"10.0 samples/s, RATE pin low\"");
	good("fault without detail", "E EEPROM -",
	     "\"kind\": \"fault\", \"code\": \"EEPROM\", \"ch\": null, \"detail\": \"\"");
	good("command accepted", "A K 0 84213 0.000491 1760000000 20 kg disc, bench 2",
	     "\"kind\": \"ack\", \"command\": \"K 0 84213 0.000491 1760000000 20 kg disc, bench 2\"");
	good("command refused", "N BUSY stop the stream first",
	     "\"kind\": \"nak\", \"code\": \"BUSY\", \"reason\": \"stop the stream first\"");
	good("answer to ping", "P 7f3a 50331648", "\"kind\": \"pong\", \"token\": \"7f3a\", \"t_us\": 50331648");
	good("exactly 96 bytes", "E LONGEST - 3456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.1",
	     "\"kind\": \"fault\", \"code\": \"LONGEST\", \"ch\": null, "
	     "\"detail\": \"3456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.1\"");
	sealed("96 bytes and a carriage return",
	       "E LONGEST - 3456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.1", "\r\n",
	       "\"kind\": \"fault\", \"code\": \"LONGEST\", \"ch\": null, "
	       "\"detail\": \"3456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.1\"");
}

static void line_faults(void)
{
	RAW("one digit of the count changed", "S 0 1042 50331648 84214 0*AD50\n", "crc");
	RAW("one digit of the checksum changed", "S 0 1042 50331648 84213 0*AD51\n", "crc");
	RAW("line feed lost between two lines", "S 0 7 12000 84213 2*166AS 0 8 24000 84213 4*EDE5\n", "crc");
	const char *body = "P 7f3a 50331648";
	char line[64];
	int length = snprintf(line, sizeof line, "%s*%04X\n", body, crc16_from(0, body, strlen(body)));
	raw("checksum started from 0 instead of FFFF", line, (size_t)length, "crc");
	RAW("no checksum", "S 0 1042 50331648 84213 0\n", "form");
	RAW("tail of a line", "0331648 84213 0\n", "form");
	RAW("checksum of three digits", "S 0 1042 50331648 84213 0*AD5\n", "form");
	RAW("checksum of five digits", "S 0 1042 50331648 84213 0*AD500\n", "form");
	RAW("checksum in lower case", "S 0 1042 50331648 84213 0*ad50\n", "form");
	RAW("checksum not hexadecimal", "S 0 1042 50331648 84213 0*ADG0\n", "form");
	RAW("space after the checksum", "S 0 1042 50331648 84213 0*AD50 \n", "form");
	RAW("another device's words", "ets Jun  8 2016 00:22:57\n", "form");
	RAW("bytes of another speed", "\xf8\x00\x86\xfe\x1e\xe6\n", "form");
	sealed("tab instead of a space", "S\t0 1042 50331648 84213 0", "\n", "\"kind\": \"line_fault\", \"code\": \"form\"");
	sealed("byte above 0x7E, checksum right", "E CAF\xc9 -", "\n", "\"kind\": \"line_fault\", \"code\": \"form\"");
	sealed("byte 0x7F, checksum right", "E \x7f -", "\n", "\"kind\": \"line_fault\", \"code\": \"form\"");
	sealed("two carriage returns", "S 0 1042 50331648 84213 0", "\r\r\n", "\"kind\": \"line_fault\", \"code\": \"form\"");
	sealed("carriage return inside, checksum right", "S 0 1042\r50331648 84213 0", "\n",
	       "\"kind\": \"line_fault\", \"code\": \"form\"");
	sealed("97 bytes, checksum right",
	       "E LONGEST - 3456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.12", "\n",
	       "\"kind\": \"line_fault\", \"code\": \"overlong\"");
	RAW("97 bytes without sense",
	    "UUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUUU\n", "overlong");
}

static void field_faults(void)
{
	senseless("empty body", "");
	senseless("unknown letter", "Q 1 2 3");
	senseless("lower-case letter", "s 0 1042 50331648 84213 0");
	senseless("letter grown together with its field", "S0 1042 50331648 84213 0");
	senseless("space in front", " S 0 1042 50331648 84213 0");
	senseless("space behind", "S 0 1042 50331648 84213 0 ");
	senseless("two spaces", "S 0 1042  50331648 84213 0");
	senseless("sample, a field missing", "S 0 1042 50331648 84213");
	senseless("sample, a field too many", "S 0 1042 50331648 84213 0 0");
	senseless("sample, channel 8", "S 8 1042 50331648 84213 0");
	senseless("sample, channel by name", "S L 1042 50331648 84213 0");
	senseless("sample, sequence number beyond 16 bits", "S 0 65536 50331648 84213 0");
	senseless("sample, negative sequence number", "S 0 -1 50331648 84213 0");
	senseless("sample, time beyond 32 bits", "S 0 1042 4294967296 84213 0");
	senseless("sample, count above 24 bits", "S 0 1042 50331648 8388608 0");
	senseless("sample, count below 24 bits", "S 0 1042 50331648 -8388609 0");
	senseless("sample, count with a fraction", "S 0 1042 50331648 84213.5 0");
	senseless("sample, count with a plus sign", "S 0 1042 50331648 +84213 0");
	senseless("sample, count with an underscore", "S 0 1042 50331648 84_213 0");
	senseless("sample, count a word", "S 0 1042 50331648 nan 0");
	senseless("sample, flags beyond 8 bits", "S 0 1042 50331648 84213 100");
	senseless("sample, flags with a prefix", "S 0 1042 50331648 84213 0x1");
	senseless("identity, nothing said", "I");
	senseless("identity, uid missing", "I 1 fw=1.0.0 board=uno ch=L,R gain=128 baud=115200 reset=power");
	senseless("identity, protocol not a number", "I one fw=1.0.0 board=uno uid=5AFE01C3 ch=L,R gain=128 baud=115200 reset=power");
	senseless("identity, an empty channel name", "I 1 fw=1.0.0 board=uno uid=5AFE01C3 ch=L,,R gain=128 baud=115200 reset=power");
	senseless("health, without channels", "H 61000 0 0");
	senseless("health, three numbers of four", "H 61000 0 0 5673:0:0");
	senseless("health, first channel not a number", "H 61000 0 0 x=5673:0:0:92998");
	senseless("health, first channel 8", "H 61000 0 0 8=5673:0:0:92998");
	senseless("health, more channels than there can be", "H 61000 0 0 7=5673:0:0:92998 5368:1:2:87991");
	senseless("health, index before a later group", "H 61000 0 0 5673:0:0:92998 1=5368:1:2:87991");
	senseless("health, uptime beyond 32 bits", "H 4294967296 0 0 5673:0:0:92998");
	senseless("health, rate of seven digits", "H 61000 0 0 5673:0:0:1000000");
	senseless("calibration, scale missing", "K 0 84213");
	senseless("calibration, scale not a number", "K 0 84213 inf 1760000000 x");
	senseless("calibration, scale zero", "K 0 84213 0 1760000000 x");
	senseless("calibration, scale zero with a sign and an exponent", "K 0 84213 -0.00e9 1760000000 x");
	senseless("calibration, exponent of three digits", "K 0 84213 1e100 1760000000 x");
	senseless("calibration, time beyond 32 bits", "K 0 84213 0.000491 4294967296 x");
	senseless("calibration, time before 1970", "K 0 84213 0.000491 -1 x");
	senseless("fault, channel missing", "E TIMEOUT");
	senseless("pong, without a time", "P 7f3a");
	senseless("pong, a number but no token", "P 50331648");
	senseless("ack of nothing", "A");
	senseless("nak of nothing", "N");
}

static void empty_lines(void)
{
	vector("empty line", "\n", 1, "\"kind\": \"nothing\"");
	vector("carriage return alone", "\r\n", 2, "\"kind\": \"nothing\"");
}

/*
 * What a host sends, and how a step with two channels answers it while its stream is off: the first word of the last
 * line of the answer, and for N the code after it.
 */
static void answered(const char *name, const char *body, const char *code)
{
	char expect[256];
	if (code == NULL)
		snprintf(expect, sizeof expect, "\"kind\": \"command\", \"body\": \"%s\", \"answer\": \"A\"", body);
	else
		snprintf(expect, sizeof expect, "\"kind\": \"command\", \"body\": \"%s\", \"answer\": \"N\", \"code\": \"%s\"", body, code);
	sealed(name, body, "\n", expect);
}

static void unreadable(const char *name, const char *line, size_t length, const char *code)
{
	char expect[96];
	snprintf(expect, sizeof expect, "\"kind\": \"bad_command\", \"answer\": \"N\", \"code\": \"%s\"", code);
	vector(name, line, length, expect);
}
#define UNREADABLE(name, line, code) unreadable("to the step: " name, line, sizeof(line) - 1, code)

static void commands(void)
{
	answered("ask who it is", "?", NULL);
	answered("ping", "P 7f3a", NULL);
	answered("ping with the longest token", "P 0123456789abcdef0123456789ABCDEF", NULL);
	answered("stream on", "G", NULL);
	answered("stream off", "X", NULL);
	answered("ask for the calibration", "K?", NULL);
	answered("write a calibration", "K 0 84213 0.000491 1760000000 20 kg disc, bench 2", NULL);
	answered("power-cycle a converter", "R 1", NULL);
	answered("reboot", "B", NULL);
}

static void reals(void)
{
	answered("real, minus sign and exponent", "K 1 -52877.5 -4.915e-4 1760000000 factory", NULL);
	answered("real, plus signs", "K 1 +1.5 +4.9E+04 0 x", NULL);
	answered("real, nothing before the point", "K 1 .5 -.25 0 x", NULL);
	answered("real, nothing after the point", "K 1 5. 1.e1 0 x", NULL);
	answered("real, leading zeros", "K 1 000 00000001 0 x", NULL);
	answered("real, very small but not zero", "K 1 0 0.0000000000000000000001e-99 0 x", NULL);
	answered("real, largest exponent", "K 1 9e99 1e-99 0 x", NULL);
	answered("calibration of now, as long as it may be, without a note",
	         "K 1 -8388608.000000000000000000000000 -0.000491234567890123456789012345678e-00 4294967295", NULL);
	answered("calibration with the longest note", "K 1 0 1 0 123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789", NULL);
	answered("note with every kind of sign", "K 1 0 1 0 !#$%&'()*+,-./:;<=>?@[]^_`{|}~", NULL);
	answered("real, a word", "K 0 nan 1 0 x", "FIELDS");
	answered("real, another word", "K 0 0 inf 0 x", "FIELDS");
	answered("real, hexadecimal", "K 0 0x10 1 0 x", "FIELDS");
	answered("real, only a point", "K 0 . 1 0 x", "FIELDS");
	answered("real, only a sign", "K 0 - 1 0 x", "FIELDS");
	answered("real, two signs", "K 0 --1 1 0 x", "FIELDS");
	answered("real, two points", "K 0 1.2.3 1 0 x", "FIELDS");
	answered("real, comma for a point", "K 0 1,5 1 0 x", "FIELDS");
	answered("real, underscore", "K 0 84_213 1 0 x", "FIELDS");
	answered("real, exponent without digits", "K 0 0 1e 0 x", "FIELDS");
	answered("real, exponent with a sign alone", "K 0 0 1e- 0 x", "FIELDS");
	answered("real, exponent with a fraction", "K 0 0 1e1.5 0 x", "FIELDS");
	answered("real, exponent without a number", "K 0 0 e5 0 x", "FIELDS");
	answered("real, two exponents", "K 0 0 1e1e1 0 x", "FIELDS");
	answered("real, exponent of three digits", "K 0 0 1e100 0 x", "FIELDS");
	answered("scale zero", "K 0 84213 0 1760000000 y", "RANGE");
	answered("scale zero in many digits", "K 0 84213 -000.000E+99 1760000000 x", "RANGE");
}

static void refused_commands(void)
{
	answered("unknown command", "Z", "UNKNOWN");
	answered("command in lower case", "k?", "UNKNOWN");
	answered("command grown together with its field", "R1", "UNKNOWN");
	answered("a line that only a step says", "S 0 1042 50331648 84213 0", "UNKNOWN");
	answered("field where none belongs", "G 1", "FIELDS");
	answered("question with a field", "K? 0", "FIELDS");
	answered("ping without a token", "P", "FIELDS");
	answered("ping with two tokens", "P 7f3a 7f3b", "FIELDS");
	answered("ping with a token too long", "P 0123456789abcdef0123456789ABCDEF0", "RANGE");
	answered("power-cycle of nothing", "R", "FIELDS");
	answered("power-cycle by name", "R L", "FIELDS");
	answered("power-cycle of a negative channel", "R -1", "FIELDS");
	answered("power-cycle of a channel that is not there", "R 2", "RANGE");
	answered("power-cycle of a channel whose low bits are one that is there", "R 4294967297", "RANGE");
	answered("power-cycle of a channel whose low bits are one that is there, wider", "R 18446744073709551617", "RANGE");
	answered("calibration of a channel that is not there", "K 2 0 1 0 x", "RANGE");
	answered("calibration without a time", "K 0 84213 0.000491", "FIELDS");
	answered("calibration with nothing", "K", "FIELDS");
	answered("calibration, time negative", "K 0 84213 0.000491 -1 y", "FIELDS");
	answered("calibration, time with a fraction", "K 0 84213 0.000491 1.5 x", "FIELDS");
	answered("calibration, time beyond 32 bits, to the step", "K 0 84213 0.000491 4294967296 y", "RANGE");
	answered("calibration so long that its A would not fit",
	         "K 1 0 1 0 123456789.123456789.123456789.123456789.123456789.123456789.123456789.1234567890", "RANGE");
	answered("command, space in front", " G", "FIELDS");
	answered("command, space behind", "G ", "FIELDS");
	answered("command, two spaces", "R  1", "FIELDS");
	answered("command, two spaces in a note", "K 0 0 1 0 two  spaces", "FIELDS");
	sealed("to the step: empty body", "", "\r\n", "\"kind\": \"bad_command\", \"answer\": \"N\", \"code\": \"FIELDS\"");
	UNREADABLE("checksum of another command", "G*3A0D\n", "CRC");
	UNREADABLE("one bit of the body changed", "K 0 84213 0.000481 1760000000 20 kg disc, bench 2*B9C6\n", "CRC");
	UNREADABLE("line feed lost between two commands", "X*3A0DG*D9D3\n", "CRC");
	UNREADABLE("no checksum", "G\n", "FORM");
	UNREADABLE("checksum of three digits", "G*D9D\n", "FORM");
	UNREADABLE("checksum in lower case", "G*d9d3\n", "FORM");
	UNREADABLE("space after the checksum", "G*D9D3 \n", "FORM");
	UNREADABLE("carriage return inside", "G\r*D9D3\n", "FORM");
	UNREADABLE("zero byte", "G\0*D9D3\n", "FORM");
	UNREADABLE("bytes of another speed", "\xf8\x00\x86\xfe\x1e\xe6\n", "FORM");
	UNREADABLE("97 bytes",
	           "K 0 0 1 0 .123456789.123456789.123456789.123456789.123456789.123456789.123456789.123456789.1*0000\n",
	           "OVERLONG");
}

int main(void)
{
	if (crc16("123456789", 9) != 0x29B1) /* the catalogued check value */
		return 1;
	samples();
	reports();
	line_faults();
	field_faults();
	empty_lines();
	commands();
	reals();
	refused_commands();
	printf("\n]\n");
	return 0;
}
