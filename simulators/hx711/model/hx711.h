/* The HX711 at its pins: what PD_SCK does to DOUT, by the datasheet (Avia Semiconductor, HX711, "Serial
 * Interface", "Reset and Power-Down", timing table) and, where that is silent, by published measurements.
 *
 * Plain C with integer time in ticks of any length: no simulator, clock, file or memory of its own, so the same
 * model serves the bench and native tests of a driver. Time never runs backwards: calls carry times that do not
 * decrease, and an earlier one is taken for the latest. */
#ifndef HX711_H
#define HX711_H

#include <stdbool.h>
#include <stdint.h>

#define HX_NEVER UINT64_MAX

/* What the pulses after the 24th select for the conversions that follow. */
enum hx_setting { HX_A128 = 1, HX_B32 = 2, HX_A64 = 3 };

/* What happens when a conversion ends while the one before is being clocked out. No datasheet says it. */
enum hx_collision {
	HX_KEEP,    /* the old word is read to its end, the new one is lost */
	HX_MIX,     /* the register is replaced: the rest of the bits come from the new word, and nothing shows it */
	HX_RESTART, /* the bit counter begins anew with the new word: the reader gets shifted bits */
};

/* What became of a conversion that was offered on DOUT. */
enum hx_fate {
	HX_READ = 'R',        /* all 24 bits and the 25th pulse */
	HX_OVERWRITTEN = 'O', /* the next one came before anyone read it */
	HX_COLLIDED = 'C',    /* the next one came while it was being read */
	HX_ABORTED = 'A',     /* lost to power-down, a supply fault or a shorted line */
};

struct hx_conversion {
	uint64_t index;  /* counts what was offered since the model was made */
	uint64_t ready;  /* when DOUT fell */
	uint32_t raw;    /* 24 bits, two's complement, as shifted out */
	uint64_t first;  /* rise of the first pulse, 0 when there was none */
	uint64_t done;   /* rise of the 25th pulse, or when its fate was sealed */
};

/* What surrounds the chip. All four are called with the `context` given here and the chip's number. */
struct hx_world {
	void *context;
	/* When the conversion ends that begins at `start`: later than `start`, or HX_NEVER. */
	uint64_t (*conversion_end)(void *context, int chip, uint64_t start);
	/* The result of the conversion that ends at `at`; its lowest 24 bits count. */
	int32_t (*count)(void *context, int chip, uint64_t at, enum hx_setting setting);
	/* The line DOUT changed to `level` at `at`. */
	void (*dout)(void *context, int chip, uint64_t at, bool level);
	/* A conversion found its fate. */
	void (*fate)(void *context, int chip, enum hx_fate fate, const struct hx_conversion *conversion);
};

/* Times in ticks. The names T1..T4 are the datasheet's. */
struct hx_limits {
	uint64_t t1_min;        /* DOUT falling to the first rise of PD_SCK */
	uint64_t t2;            /* rise of PD_SCK to DOUT valid */
	uint64_t t3_min, t3_max;/* PD_SCK high */
	uint64_t t4_min;        /* PD_SCK low between pulses */
	uint64_t power_down;    /* PD_SCK high for longer than this switches the chip off */
	uint64_t update;        /* DOUT high while an unread result is replaced */
};

struct hx_counters {
	uint64_t offered, read, overwritten, collided, aborted;
	uint64_t settling;          /* conversions that passed with DOUT high after a power-up or a change of setting */
	uint64_t power_downs;       /* by PD_SCK */
	uint64_t power_ups;         /* for whatever reason, the first one included */
	uint64_t clocked_not_ready; /* pulses while no result was there */
	uint64_t over_pulses;       /* pulses beyond the 27th */
	uint64_t t1_violations, t3_short, t3_long, t4_short;
	uint64_t high_min, high_max, low_min, read_max; /* ticks; the minima are HX_NEVER before there is one */
};

enum hx_line { HX_LINE_FREE, HX_LINE_LOW, HX_LINE_HIGH };

struct hx711 {
	int chip;
	struct hx_world world;
	struct hx_limits limits;
	enum hx_collision collision;
	int settle_conversions;
	struct hx_counters counters;
	/* the rest is the model's own */
	bool powered, down, clock, offered, driven, line_level;
	enum hx_line line;
	enum hx_setting setting;
	int pulses, settling;
	uint64_t now, rise, fall, dout_fell, end, output_at, update_end;
	bool output_next;
	uint32_t word, sent;
	struct hx_conversion current;
};

/* Makes a chip without power, its DOUT pulled up, with the datasheet's limits at `tick_hz` ticks a second. */
void hx_init(struct hx711 *chip, int number, double tick_hz, const struct hx_world *world);

/* The supply comes or goes. A chip that gets power settles: four conversions pass with DOUT high. */
void hx_power(struct hx711 *chip, uint64_t at, bool on);

/* The supply dips so shortly that only the chip notices: it starts again. */
void hx_brown_out(struct hx711 *chip, uint64_t at);

/* Shorts the wire of DOUT, or frees it. The chip does not know. */
void hx_short_line(struct hx711 *chip, uint64_t at, enum hx_line line);

/* PD_SCK is `level` from `at` on. */
void hx_clock(struct hx711 *chip, uint64_t at, bool level);

/* Lets time pass up to and including `at`. */
void hx_advance(struct hx711 *chip, uint64_t at);

/* Returns when something happens next by itself, or HX_NEVER. */
uint64_t hx_next(const struct hx711 *chip);

#endif
