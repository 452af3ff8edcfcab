#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "value.h"

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
	"  --block                wait for a slow host instead of losing bytes; with --wait-host\n"
	"                         also until it opens the terminal again after an unplug\n"
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
	"  --clock FILE           8-byte counters: cycle of the device, then 1 while it waits for a host\n"
	"  --parent PID           end when this process, which started it, has ended\n"
	"  --max-wall S           give up after S seconds of real time (0 = never)\n"
	"  --no-checks            no masked windows, stack or coverage: faster, the same bytes\n";

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
		options->rate_sps[given] = option_number("oscillator", one, 1.0, 200.0);
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

static void add_fault(struct options *options, const char *text)
{
	if (options->fault_count == MAX_FAULTS)
		fail(EXIT_USAGE, "--fault: at most %d of them", MAX_FAULTS);
	options->faults[options->fault_count++] = fault_read(text);
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
	CONVERSION_LOG, UART_LOG, VCD, COVERAGE, STATS, MAX_WALL, CLOCK, PARENT, NO_CHECKS, HELP_WANTED,
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
	{"stats", 1, NULL, STATS}, {"max-wall", 1, NULL, MAX_WALL}, {"clock", 1, NULL, CLOCK},
	{"parent", 1, NULL, PARENT}, {"no-checks", 0, NULL, NO_CHECKS},
	{"help", 0, NULL, HELP_WANTED}, {NULL, 0, NULL, 0},
};

static void take(struct options *options, int option, const char *text)
{
	switch ((enum option_code)option) {
	case ELF: options->elf = text; break;
	case CHIPS: options->chips = (int)option_integer("chips", text, 1, MAX_CHIPS); break;
	case DOUT_SHIFT: options->dout_shift = (int)option_integer("dout-shift", text, 0, 7); break;
	case SHARED_CLOCK: options->shared_clock = true; break;
	case OSCILLATOR: read_rates(options, text); break;
	case JITTER: options->jitter = option_number("jitter", text, 0, 0.05); break;
	case DRIFT: options->drift = option_number("drift", text, 0, 0.02); break;
	case SEED: options->seed = (uint64_t)option_integer("seed", text, 0, INT64_MAX); break;
	case COLLISION: options->collision = collision(text); break;
	case COUNTS: options->counts = text; break;
	case CONVERSIONS: options->conversions = text; break;
	case SECONDS: options->seconds = option_number("seconds", text, 0, 1e7); break;
	case SPEED: options->speed = option_number("speed", text, 0, 1000); break;
	case PTY: options->pty = text; break;
	case WAIT_HOST: options->wait_host = true; break;
	case BLOCK: options->block = true; break;
	case DTR_RESET: options->dtr_reset_ms = option_number("dtr-reset", text, 0, 1e5); break;
	case HOST_INPUT: options->host_input = text; break;
	case FAULT: add_fault(options, text); break;
	case EEPROM: options->eeprom = text; break;
	case EEPROM_MS: options->eeprom_ms = option_number("eeprom-ms", text, 0.01, 100); break;
	case CONVERSION_LOG: options->conversion_log = text; break;
	case UART_LOG: options->uart_log = text; break;
	case VCD: options->vcd = text; break;
	case COVERAGE: options->coverage = text; break;
	case STATS: options->stats = text; break;
	case MAX_WALL: options->max_wall_s = option_number("max-wall", text, 0, 1e6); break;
	case CLOCK: options->clock = text; break;
	case PARENT: options->parent = (long)option_integer("parent", text, 1, INT32_MAX); break;
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
