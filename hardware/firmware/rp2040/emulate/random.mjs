// Reproducible randomness: the same seed gives the same run.

/** A generator of 32-bit numbers (the xorshift of Marsaglia, 2003). */
export class Random {
  constructor(seed) {
    this.state = (Math.imul(seed + 1, 0x9e3779b9) ^ 0x5bd1e995) >>> 0 || 1;
    for (let i = 0; i < 8; i++) this.bits();
  }

  bits() {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x >>> 0;
    return this.state;
  }

  /** A number in [0, 1). */
  uniform() {
    return this.bits() / 2 ** 32;
  }

  /** A normal number of mean 0 and deviation 1, near enough (the sum of twelve). */
  normal() {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.uniform();
    return sum;
  }
}
