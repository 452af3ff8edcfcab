// An HX711 at the level of its two pins, after its datasheet. Times are nanoseconds.
import { Random } from "./random.mjs";

const T2_NS = 100; // clock up to data valid
const UPDATE_NS = 75_000; // how long DOUT is high while an unread result is replaced
const POWER_DOWN_NS = 60_000; // clock high for longer than this switches the chip off
const HIGH_MIN_NS = 200;
const HIGH_MAX_NS = 50_000;
const LOW_MIN_NS = 200;
const SETTLING = 4; // conversions from power-up to the first result

/** The count of one conversion: any 24 bits, and known to whoever knows chip, index and seed. */
export function wordOf(chip, index, seed) {
  const mixed = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(chip + 1, 0x85ebca6b) ^ Math.imul(seed + 1, 0xc2b2ae35);
  return (Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 8) & 0xffffff;
}

export class Hx711 {
  /** `dout(level)` sets the pin, `log(row)` takes the fate of each conversion: R read, O overwritten, C collided, A aborted. */
  constructor({ chip, sps, jitter, seed, dout, log }) {
    Object.assign(this, { chip, seed, dout, log });
    this.periodNs = 1e9 / sps;
    this.jitter = jitter;
    this.random = new Random(seed * 8 + chip);
    this.index = 0;
    this.stats = { conversions: 0, overwritten: 0, collided: 0, power_downs: 0, high_max_ns: 0, timing_faults: 0 };
    this.level = 0;
    this.roseAt = 0;
    this.fellAt = -1e9;
    this.powerUp(0);
  }

  powerUp(now) {
    this.down = false;
    this.dead = false;
    this.pulses = 0;
    this.result = null; // the conversion that waits to be read
    this.nextAt = now + SETTLING * this.periodNs * (1 + 0.02 * this.chip);
    this.setAt = null; // DOUT gets `setLevel` then
    this.dout(1);
  }

  /** When something happens next by itself. */
  get dueAt() {
    const down = this.level && !this.down ? this.roseAt + POWER_DOWN_NS : Infinity;
    return Math.min(this.down ? Infinity : this.nextAt, this.setAt ?? Infinity, down);
  }

  runTo(now) {
    while (this.dueAt <= now) {
      const at = this.dueAt;
      if (this.setAt !== null && this.setAt <= at) {
        this.setAt = null;
        this.dout(this.setLevel);
      } else if (this.level && !this.down && at === this.roseAt + POWER_DOWN_NS) this.powerDown(at);
      else this.convert(at);
    }
  }

  convert(at) {
    this.stats.conversions += 1;
    const result = { index: this.index, readyAt: at, raw: wordOf(this.chip, this.index, this.seed) };
    this.index += 1;
    this.nextAt = at + this.periodNs * (1 + this.jitter * this.random.normal());
    if (this.result && this.pulses > 0) {
      this.stats.collided += 1; // undocumented what the chip does; here the reader gets the old one
      this.log("C", this.chip, result, at);
      return;
    }
    if (this.result) {
      this.stats.overwritten += 1;
      this.log("O", this.chip, this.result, at);
      result.readyAt = at + UPDATE_NS;
      this.dout(1);
      this.set(0, result.readyAt);
    } else this.dout(0);
    this.result = result;
  }

  set(level, at) {
    this.setLevel = level;
    this.setAt = at;
  }

  powerDown(at) {
    if (this.result) this.log("A", this.chip, this.result, at);
    this.down = true;
    this.stats.power_downs += 1;
    this.result = null;
    this.setAt = null;
    this.dout(1);
  }

  /** The chip breaks: it says nothing more until power comes again. */
  die(at) {
    this.powerDown(at);
    this.dead = true;
  }

  /** The clock pin changed. */
  clock(level, now) {
    if (level === this.level) return;
    this.runTo(now);
    this.level = level;
    if (level) this.rise(now);
    else this.fall(now);
  }

  rise(now) {
    if (now - this.fellAt < LOW_MIN_NS) this.stats.timing_faults += 1;
    this.roseAt = now;
    if (!this.result) return;
    if (this.pulses === 0) this.firstAt = now;
    this.pulses += 1;
    if (this.pulses <= 24) this.set((this.result.raw >> (24 - this.pulses)) & 1, now + T2_NS);
    else if (this.pulses === 25) this.set(1, now + T2_NS);
  }

  fall(now) {
    const highNs = now - this.roseAt;
    this.fellAt = now;
    if (this.down) {
      if (!this.dead) this.powerUp(now);
      return;
    }
    this.stats.high_max_ns = Math.max(this.stats.high_max_ns, highNs);
    if (highNs < HIGH_MIN_NS || highNs > HIGH_MAX_NS) this.stats.timing_faults += 1;
    if (this.pulses === 25) {
      this.log("R", this.chip, this.result, now, this.firstAt);
      this.result = null;
      this.pulses = 0;
    }
  }
}
