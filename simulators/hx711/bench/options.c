#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

static const char HELP[] =
	"hxbench: runs a step's firmware (ATmega328P, 16 MHz) against modelled HX711 converters\n"
	"\n"
	"  --elf FILE             the firmware\n"
	"  --chips N              1 to 4 converters: DOUT on PD4.., PD_SCK on PB0..\n"
	"  --dout-shift N         the first DOUT is on PDN (4)\n"
	"  --shared-clock         PB0 clocks all converters, for firmware that does so\n"
	"  --oscillator SPS[,..]  each converter's rate; the last one serves the rest (80)\n"
	"  --jitter REL           standard deviation of one conversion's time, relative (6e-5)\n"
	"  --drift REL            standard deviation of the slow wander of each rate, relative (1e-4)\n"
	"  --seed N               of all randomness (1)\n"
	"  --collision MODE       a conversion ends in mid-read: keep | mix | restart (restart)\n"
	"  --counts FILE|-        CSV t_s,count0[,count1..]: the signal, straight between rows;\n"
	"                         without it words that use all 24 bits, the same for the same seed\n"
	"  --conversions FILE     CSV chip,ready_s,count sorted by time: what is converted, and when\n"
	"  --seconds S            how long, device time (10)\n"
	"  --speed X              times real time; 0 = as fast as possible (0)\n"
	"  --pty LINK             a symbolic link to a pseudo-terminal with the serial line\n"
	"  --wait-host            device time begins when a host opens it\n"
	"  --block                wait for a slow host instead of losing bytes\n"
	"  --dtr-reset MS         opening it resets the board, which then is MS in its bootloader\n"
	"  --host-input FILE      CSV t_s,hex: bytes to the firmware at these device times\n"
	"  --fault T:CHIP:KIND[:ARG]  dead | stuck_low | ok | brownout | rate:SPS of a chip;\n"
	"                         supply_dip[:MS] | power_cut[:MS] | unplug[:MS] | reset |\n"
	"                         voltage:MILLIVOLTS of the board (CHIP -)\n"
	"  --eeprom FILE          1024 bytes kept from run to run\n"
	"  --eeprom-ms MS         how long writing a byte takes (3.4)\n"
	"  --conversion-log FILE  CSV fate,chip,index,ready_cycle,raw,first_cycle,done_cycle\n"
	"  --uart-log FILE        little-endian u64: cycle of the stop bit's end << 8 | byte\n"
	"  --vcd FILE  --coverage FILE  --stats FILE\n"
	"  --max-wall S           give up after S seconds of real time (0 = never)\n"
	"  --no-checks            no masked windows, stack or coverage: faster, the same bytes\n";

static double number(const char *name, const char *text, double low, double high)
{
	char *end;
	double value = strtod(text, &end);
	if (end == text || *end != '\0' || !(value >= low && value <= high))
		fail(EXIT_USAGE, "--%s %s: give a number from %g to %g", name, text, low, high);
	return value;
}

static long integer(const char *name, const char *text, long low, long high)
{
	char *end;
	errno = 0;
	long value = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno || value < low || value > high)
		fail(EXIT_USAGE, "--%s %s: give a whole number from %ld to %ld", name, text, low, high);
	return value;
}

static void read_rates(struct options *options, const char *text)
{
	char copy[256];
	if (strlen(text) >= sizeof copy)
		fail(EXIT_USAGE, "--oscillator: at most %d rates", MAX_CHIPS);
	strcpy(copy, text);
	int given = 0;
	for (char *rest = copy, *one; (one = strsep(&rest, ",")); given++) {
		if (given == MAX_CHIPS)
			fail(EXIT_USAGE, "--oscillator %s: at most %d rates", text, MAX_CHIPS);
		options->rate_sps[given] = number("oscillator", one, 1.0, 200.0);
	}
	for (int chip = given; chip < MAX_CHIPS; chip++)
		options->rate_sps[chip] = options->rate_sps[given - 1];
}

static enum hx_collision collision(const char *text)
{
	static const char *const NAMES[] = {[HX_KEEP] = "keep", [HX_MIX] = "mix", [HX_RESTART] = "restart"};
	for (int mode = 0; mode < 3; mode++)
		if (strcmp(text, NAMES[mode]) == 0)
			return (enum hx_collision)mode;
	fail(EXIT_USAGE, "--collision %s: say keep, mix or restart", text);
}

struct fault_form {
	const char *name;
	enum fault_kind kind;
	bool whole_board, needs_argument;
	double standard, low, high; /* argument where none is given, and its range */
};

/* A supply dip of 5 ms is a motor starting on the same hub; a second is a plug pulled and put back. */
static const struct fault_form FAULT_FORMS[] = {
	{"dead", FAULT_DEAD, false, false, 0, 0, 0},
	{"stuck_low", FAULT_STUCK_LOW, false, false, 0, 0, 0},
	{"ok", FAULT_OK, false, false, 0, 0, 0},
	{"brownout", FAULT_BROWNOUT, false, false, 0, 0, 0},
	{"rate", FAULT_RATE, false, true, 0, 1, 200},
	{"supply_dip", FAULT_SUPPLY_DIP, true, false, 5, 0.001, 1e6},
	{"power_cut", FAULT_POWER_CUT, true, false, 1000, 0.001, 1e6},
	{"unplug", FAULT_UNPLUG, true, false, 1000, 0.001, 1e6},
	{"reset", FAULT_RESET, true, false, 0, 0, 0},
	{"voltage", FAULT_VOLTAGE, true, true, 0, 2700, 5500},
};

static const struct fault_form *fault_form(const char *text, const char *name)
{
	for (size_t i = 0; i < sizeof FAULT_FORMS / sizeof *FAULT_FORMS; i++)
		if (strcmp(name, FAULT_FORMS[i].name) == 0)
			return &FAULT_FORMS[i];
	fail(EXIT_USAGE, "--fault %s: no fault is called '%s'; --help lists them", text, name);
}

static void read_fault(struct options *options, const char *text)
{
	char copy[128], *fields[5] = {NULL};
	if (options->fault_count == MAX_FAULTS)
		fail(EXIT_USAGE, "--fault: at most %d of them", MAX_FAULTS);
	if (strlen(text) >= sizeof copy)
		fail(EXIT_USAGE, "--fault %s: too long", text);
	strcpy(copy, text);
	int given = 0;
	for (char *rest = copy; given < 5 && (fields[given] = strsep(&rest, ":")); given++)
		;
	if (given < 3 || given > 4)
		fail(EXIT_USAGE, "--fault %s: say T:CHIP:KIND or T:CHIP:KIND:ARG", text);
	const struct fault_form *form = fault_form(text, fields[2]);
	struct fault *fault = &options->faults[options->fault_count++];
	*fault = (struct fault){.at_s = number("fault", fields[0], 0, 1e7), .kind = form->kind, .chip = WHOLE_BOARD};
	bool board_named = strcmp(fields[1], "-") == 0;
	if (!form->whole_board && board_named)
		fail(EXIT_USAGE, "--fault %s: %s needs a chip, 0 to %d", text, form->name, MAX_CHIPS - 1);
	if (!form->whole_board)
		fault->chip = (int)integer("fault", fields[1], 0, MAX_CHIPS - 1);
	else if (!board_named)
		integer("fault", fields[1], 0, MAX_CHIPS - 1);
	fault->argument = form->standard;
	if (given == 4 && form->high == 0)
		fail(EXIT_USAGE, "--fault %s: %s takes no argument", text, form->name);
	if (given == 3 && form->needs_argument)
		fail(EXIT_USAGE, "--fault %s: %s needs an argument, %g to %g", text, form->name, form->low, form->high);
	if (given == 4)
		fault->argument = number("fault", fields[3], form->low, form->high);
}

static int by_time(const void *left, const void *right)
{
	double a = ((const struct fault *)left)->at_s, b = ((const struct fault *)right)->at_s;
	return (a > b) - (a < b);
}

/* Insertion sort, because faults of one time must stay in the order they were given. */
static void sort_faults(struct options *options)
{
	for (int i = 1; i < options->fault_count; i++)
		for (int k = i; k > 0 && by_time(&options->faults[k - 1], &options->faults[k]) > 0; k--) {
			struct fault moved = options->faults[k];
			options->faults[k] = options->faults[k - 1];
			options->faults[k - 1] = moved;
		}
}

static void check(const struct options *options)
{
	if (!options->elf)
		fail(EXIT_USAGE, "--elf is missing: name the firmware to run");
	if (!options->chips)
		fail(EXIT_USAGE, "--chips is missing: say how many converters the step has, 1 to %d", MAX_CHIPS);
	if (options->dout_shift + options->chips > 8)
		fail(EXIT_USAGE, "--dout-shift %d: %d converters do not fit on port D", options->dout_shift, options->chips);
	if (options->counts && options->conversions)
		fail(EXIT_USAGE, "--counts and --conversions exclude each other: give one");
	if (!options->pty && (options->wait_host || options->block || options->dtr_reset_ms >= 0))
		fail(EXIT_USAGE, "--wait-host, --block and --dtr-reset need --pty");
	if (options->pty && options->host_input)
		fail(EXIT_USAGE, "--pty and --host-input exclude each other: give one");
	if (options->coverage && !options->checks)
		fail(EXIT_USAGE, "--coverage needs the checks: leave --no-checks away");
	for (int i = 0; i < options->fault_count; i++)
		if (options->faults[i].chip >= options->chips)
			fail(EXIT_USAGE, "--fault of chip %d: there are %d", options->faults[i].chip, options->chips);
}

enum option_code {
	ELF = 256, CHIPS, DOUT_SHIFT, SHARED_CLOCK, OSCILLATOR, JITTER, DRIFT, SEED, COLLISION, COUNTS, CONVERSIONS,
	SECONDS, SPEED, PTY, WAIT_HOST, BLOCK, DTR_RESET, HOST_INPUT, FAULT, EEPROM, EEPROM_MS,
	CONVERSION_LOG, UART_LOG, VCD, COVERAGE, STATS, MAX_WALL, NO_CHECKS, HELP_WANTED,
};

static const struct option OPTIONS[] = {
	{"elf", 1, NULL, ELF}, {"chips", 1, NULL, CHIPS}, {"dout-shift", 1, NULL, DOUT_SHIFT},
	{"shared-clock", 0, NULL, SHARED_CLOCK}, {"oscillator", 1, NULL, OSCILLATOR}, {"jitter", 1, NULL, JITTER},
	{"drift", 1, NULL, DRIFT}, {"seed", 1, NULL, SEED}, {"collision", 1, NULL, COLLISION},
	{"counts", 1, NULL, COUNTS}, {"conversions", 1, NULL, CONVERSIONS}, {"seconds", 1, NULL, SECONDS},
	{"speed", 1, NULL, SPEED}, {"pty", 1, NULL, PTY}, {"wait-host", 0, NULL, WAIT_HOST},
	{"block", 0, NULL, BLOCK}, {"dtr-reset", 1, NULL, DTR_RESET},
	{"host-input", 1, NULL, HOST_INPUT}, {"fault", 1, NULL, FAULT}, {"eeprom", 1, NULL, EEPROM},
	{"eeprom-ms", 1, NULL, EEPROM_MS}, {"conversion-log", 1, NULL, CONVERSION_LOG},
	{"uart-log", 1, NULL, UART_LOG}, {"vcd", 1, NULL, VCD}, {"coverage", 1, NULL, COVERAGE},
	{"stats", 1, NULL, STATS}, {"max-wall", 1, NULL, MAX_WALL}, {"no-checks", 0, NULL, NO_CHECKS},
	{"help", 0, NULL, HELP_WANTED}, {NULL, 0, NULL, 0},
};

static void take(struct options *options, int option, const char *text)
{
	switch ((enum option_code)option) {
	case ELF: options->elf = text; break;
	case CHIPS: options->chips = (int)integer("chips", text, 1, MAX_CHIPS); break;
	case DOUT_SHIFT: options->dout_shift = (int)integer("dout-shift", text, 0, 7); break;
	case SHARED_CLOCK: options->shared_clock = true; break;
	case OSCILLATOR: read_rates(options, text); break;
	case JITTER: options->jitter = number("jitter", text, 0, 0.05); break;
	case DRIFT: options->drift = number("drift", text, 0, 0.02); break;
	case SEED: options->seed = (uint64_t)integer("seed", text, 0, INT64_MAX); break;
	case COLLISION: options->collision = collision(text); break;
	case COUNTS: options->counts = text; break;
	case CONVERSIONS: options->conversions = text; break;
	case SECONDS: options->seconds = number("seconds", text, 0, 1e7); break;
	case SPEED: options->speed = number("speed", text, 0, 1000); break;
	case PTY: options->pty = text; break;
	case WAIT_HOST: options->wait_host = true; break;
	case BLOCK: options->block = true; break;
	case DTR_RESET: options->dtr_reset_ms = number("dtr-reset", text, 0, 1e5); break;
	case HOST_INPUT: options->host_input = text; break;
	case FAULT: read_fault(options, text); break;
	case EEPROM: options->eeprom = text; break;
	case EEPROM_MS: options->eeprom_ms = number("eeprom-ms", text, 0.01, 100); break;
	case CONVERSION_LOG: options->conversion_log = text; break;
	case UART_LOG: options->uart_log = text; break;
	case VCD: options->vcd = text; break;
	case COVERAGE: options->coverage = text; break;
	case STATS: options->stats = text; break;
	case MAX_WALL: options->max_wall_s = number("max-wall", text, 0, 1e6); break;
	case NO_CHECKS: options->checks = false; break;
	case HELP_WANTED: fputs(HELP, stdout); exit(EXIT_OK);
	default: fail(EXIT_USAGE, "no such option, or its value is missing: %s; say hxbench --help", text);
	}
}

void options_read(struct options *options, int count, char **arguments)
{
	*options = (struct options){
		.dout_shift = 4, .jitter = 6e-5, .drift = 1e-4, .seed = 1, .collision = HX_RESTART, .seconds = 10,
		.dtr_reset_ms = -1, .eeprom_ms = 3.4, .checks = true,
	};
	for (int chip = 0; chip < MAX_CHIPS; chip++)
		options->rate_sps[chip] = 80;
	opterr = 0;
	for (int option; (option = getopt_long(count, arguments, "", OPTIONS, NULL)) != -1;)
		take(options, option, option == '?' ? arguments[optind - 1] : optarg);
	if (optind < count)
		fail(EXIT_USAGE, "%s: not an option; say hxbench --help", arguments[optind]);
	sort_faults(options);
	check(options);
}
