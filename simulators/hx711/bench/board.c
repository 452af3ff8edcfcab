#include "board.h"

#include <simavr/avr_watchdog.h>

#include "../model/random.h"
#include "clock.h"
#include "cpu.h"
#include "fail.h"
#include "firmware.h"
#include "registers.h"

/* From the end of any reset to the first instruction, by the fuses of an Uno or Nano (SUT = 11: 65 ms). */
static const double START_UP_MS = 65.0;

/* What a USB port gives; simavr knows of no supply by itself, and its converter then measures nonsense. */
static const double USB_SUPPLY_MV = 5000.0;

/* Without checks simavr may run on by itself for so long, or to the next timer. */
enum { FREE_RUN_CYCLES = 1000000 };

/* simavr would sleep for as long as the controller does; pacing is done elsewhere. */
static void no_sleep(avr_t *avr, avr_cycle_count_t cycles)
{
	(void)avr, (void)cycles;
}

void board_voltage(struct board *board, double supply_mv)
{
	board->avr->vcc = board->avr->avcc = board->avr->aref = (uint32_t)supply_mv;
}

static struct board *the_board; /* simavr's reset hook carries no context */

/* avr_reset(), which the watchdog calls too, has just forgotten every timer, the bench's as well. */
static void reset_hook(struct avr_t *avr)
{
	if (the_board->core_reset)
		the_board->core_reset(avr);
	the_board->was_reset = true;
}

static void make(struct board *board, const char *elf)
{
	struct firmware_size size;
	board->avr = firmware_load(elf, &size);
	board->avr->sleep = no_sleep;
	board_voltage(board, USB_SUPPLY_MV);
	board->counters.flash_bytes = size.flash_bytes;
	board->counters.static_ram_bytes = size.static_ram_bytes;
}

void board_init(struct board *board, const struct options *options, struct source *source, struct log *log,
	struct checks *checks, void (*byte_sent)(void *, uint64_t, uint8_t), void (*line_free)(void *), void *context)
{
	*board = (struct board){.seed = options->seed, .checks = checks, .supply_back_at = HX_NEVER,
		.bootloader_ms = options->dtr_reset_ms > 0 ? options->dtr_reset_ms : 0};
	make(board, options->elf);
	usart_init(&board->usart, board->avr, byte_sent, line_free, context);
	eeprom_init(&board->eeprom, board->avr, options->eeprom, options->eeprom_ms, options->seed);
	pins_init(&board->pins, board->avr, options, source, log);
	the_board = board;
	board->core_reset = board->avr->reset;
	board->avr->reset = reset_hook;
}

static void count_reset(struct board *board, uint8_t causes)
{
	board->counters.resets++;
	board->counters.power += (causes & RESET_POWER) != 0;
	board->counters.external += (causes & RESET_EXTERNAL) != 0;
	board->counters.brown_out += (causes & RESET_BROWN_OUT) != 0;
	board->counters.watchdog += (causes & RESET_WATCHDOG) != 0;
}

/* What simavr's reset leaves undone. */
static void after_reset(struct board *board, double hold_ms)
{
	board->was_reset = false;
	board->boot_loader = hold_ms > 0;
	checks_reset(board->checks);
	board->held_until = board->avr->cycle + cycles_of_ms(START_UP_MS + hold_ms);
	usart_reset(&board->usart);
	eeprom_reset(&board->eeprom);
	pins_reset(&board->pins);
}

/* The flags of earlier causes stay until the firmware clears them or the supply goes. */
static void reset_by(struct board *board, enum reset_cause cause, double hold_ms)
{
	uint8_t before = cause == RESET_POWER ? 0 : board->avr->data[REG_MCUSR];
	avr_reset(board->avr);
	board->avr->data[REG_MCUSR] = before | (uint8_t)cause;
	count_reset(board, (uint8_t)cause);
	after_reset(board, hold_ms);
}

/* Nobody knows what RAM holds when the supply comes, but it is not zeros. */
static void forget(struct board *board)
{
	avr_t *avr = board->avr;
	struct hx_random random = {board->seed ^ avr->cycle};
	for (int address = 0; address <= avr->ramend; address++)
		if (address < 0x20 || address > avr->ioend)
			avr->data[address] = (uint8_t)hx_random_bits(&random);
}

void board_power_on(struct board *board)
{
	board->supplied = true;
	board->supply_back_at = HX_NEVER;
	pins_power(&board->pins, true);
	forget(board);
	reset_by(board, RESET_POWER, 0);
}

static void supply_back(struct board *board)
{
	if (board->cause_when_back == RESET_POWER) {
		board_power_on(board);
		return;
	}
	board->supplied = true;
	board->supply_back_at = HX_NEVER;
	pins_power(&board->pins, true);
	reset_by(board, board->cause_when_back, 0);
}

static void supply_gone(struct board *board, enum reset_cause cause, double duration_ms)
{
	uint64_t back = board->avr->cycle + cycles_of_ms(duration_ms);
	bool cut_already = !board->supplied && board->cause_when_back == RESET_POWER;
	pins_power(&board->pins, false);
	if (!cut_already)
		board->cause_when_back = cause;
	if (board->supplied || back > board->supply_back_at)
		board->supply_back_at = back;
	board->supplied = false;
}

void board_supply_dip(struct board *board, double duration_ms)
{
	supply_gone(board, RESET_BROWN_OUT, duration_ms);
}

void board_power_cut(struct board *board, double duration_ms)
{
	eeprom_power_lost(&board->eeprom);
	supply_gone(board, RESET_POWER, duration_ms);
}

void board_reset(struct board *board)
{
	if (board->supplied)
		reset_by(board, RESET_EXTERNAL, board->bootloader_ms);
}

bool board_held(const struct board *board)
{
	return !board->supplied || board->avr->cycle < board->held_until;
}

/* Nothing of the controller runs, its timers included; the chips catch up when they are next looked at. */
/* What Optiboot leaves behind when it has waited in vain for an upload: MCUSR cleared and what it was in r2, its serial
 * port and its timer on. A firmware that counts on registers being zero finds out here. */
static void leave_boot_loader(struct board *board)
{
	static const struct {
		int reg;
		uint8_t value;
	} LEFT[] = {{REG_MCUSR, 0}, {REG_UCSRA, 0x02}, {REG_UBRRL, 16}, {REG_UCSRB, 0x18}, {REG_TCCR1B, 0x05}};
	avr_t *avr = board->avr;
	avr->data[2] = avr->data[REG_MCUSR];
	for (size_t i = 0; i < sizeof LEFT / sizeof *LEFT; i++)
		store(avr, LEFT[i].reg, LEFT[i].value);
	board->boot_loader = false;
}

static void stand_still(struct board *board, uint64_t until)
{
	uint64_t end = board->supplied ? board->held_until : board->supply_back_at;
	board->avr->cycle = end < until ? end : until;
	if (board->avr->cycle < end)
		return;
	if (!board->supplied) {
		supply_back(board);
		return;
	}
	if (board->boot_loader)
		leave_boot_loader(board);
	avr_ioctl(board->avr, AVR_IOCTL_WATCHDOG_RESET, NULL); /* a watchdog that is on counts from here */
}

static void after_instruction(struct board *board)
{
	const avr_t *avr = board->avr;
	if (avr->state == cpu_Done)
		fail(EXIT_FIRMWARE, "the firmware sleeps with interrupts off at 0x%04x: nothing would ever wake it", avr->pc);
	if (avr->state != cpu_Running && avr->state != cpu_Sleeping)
		fail(EXIT_FIRMWARE, "the firmware crashed at 0x%04x, %.6f s", avr->pc, (double)avr->cycle / CPU_HZ);
	if (board->was_reset) { /* only the watchdog does this by itself */
		count_reset(board, RESET_WATCHDOG);
		after_reset(board, 0);
	}
}

/* Only there to end a free run at the cycle it is set for. */
static avr_cycle_count_t stop_timer(avr_t *avr, avr_cycle_count_t when, void *context)
{
	(void)avr, (void)when, (void)context;
	return 0;
}

void board_run(struct board *board, uint64_t until)
{
	avr_t *avr = board->avr;
	uint64_t resets = board->counters.resets;
	bool stop_set = false;
	avr->run_cycle_limit = board->checks->on ? 1 : FREE_RUN_CYCLES; /* a reset sets it to 1 */
	while (avr->cycle < until && board->counters.resets == resets) {
		if (board_held(board)) {
			stand_still(board, until);
			continue;
		}
		if (!stop_set)
			avr_cycle_timer_register(avr, until - avr->cycle, stop_timer, NULL);
		stop_set = true;
		if (board->checks->on)
			cpu_run_checked(avr, until, board->checks);
		else
			avr_run(avr);
		after_instruction(board);
	}
}

void board_close(struct board *board)
{
	eeprom_save(&board->eeprom);
	avr_terminate(board->avr);
}
