// The serial flash chip and the controller in front of it. Times are nanoseconds.
import { Random } from "./random.mjs";

const PROGRAM_NS = 700_000;
const ERASE_NS = 60_000_000;
const SECTOR = 4096;
const PAGE = 256;

/** The memory survives; everything else is lost with power. */
export class FlashChip {
  constructor(memory, uid, seed, now) {
    Object.assign(this, { memory, uid, now });
    this.random = new Random(seed);
    this.stats = { programs: 0, erases: 0, faults: 0 };
    this.powerUp();
  }

  powerUp() {
    this.selected = false;
    this.input = [];
    this.writeEnabled = false;
    this.work = null;
  }

  get busy() {
    if (this.work && this.now() >= this.work.endsAt) {
      this.work.finish();
      this.work = null;
    }
    return this.work !== null;
  }

  /** Power fails: a running program or erase stays undone in part, any part. */
  cut() {
    if (this.busy) this.work.tear();
    this.powerUp();
  }

  select(on) {
    if (this.selected && !on) this.end();
    this.selected = on;
    this.input = [];
  }

  /** One byte out of the controller; returns the byte that comes back at the same time. */
  exchange(byte) {
    if (!this.selected) {
      this.stats.faults += 1;
      return 0xff;
    }
    const command = this.input.length ? this.input[0] : byte;
    const at = this.input.length;
    this.input.push(byte);
    if (this.busy && command !== 0x05) {
      this.stats.faults += 1;
      return 0xff;
    }
    if (at === 0) return 0xff;
    if (command === 0x05) return (this.busy ? 1 : 0) | (this.writeEnabled ? 2 : 0);
    if (command === 0x03 && at >= 4) return this.memory[(this.address + at - 4) % this.memory.length];
    if (command === 0x4b && at >= 5 && at < 13) return this.uid[at - 5];
    return 0xff;
  }

  get address() {
    return ((this.input[1] << 16) | (this.input[2] << 8) | this.input[3]) % this.memory.length;
  }

  end() {
    const command = this.input[0];
    if (this.busy) return;
    if (command === 0x06) this.writeEnabled = true;
    else if (command === 0x20) this.modify(4, ERASE_NS, this.erase());
    else if (command === 0x02) this.modify(5, PROGRAM_NS, this.program());
    else if (![0x03, 0x05, 0x4b].includes(command)) this.stats.faults += 1;
  }

  modify(lengthMin, tookNs, work) {
    if (!this.writeEnabled || this.input.length < lengthMin) {
      this.stats.faults += 1;
      return;
    }
    this.writeEnabled = false;
    this.work = { ...work, endsAt: this.now() + tookNs };
  }

  erase() {
    const { memory, random } = this;
    const start = this.address - (this.address % SECTOR);
    this.stats.erases += 1;
    return {
      finish: () => memory.fill(0xff, start, start + SECTOR),
      tear: () => {
        for (let i = start; i < start + SECTOR; i++) memory[i] |= random.bits() & random.bits() & 0xff;
      },
    };
  }

  program() {
    const { memory, random, address } = this;
    const data = this.input.slice(4);
    const page = address - (address % PAGE);
    const write = (mask) =>
      data.forEach((byte, i) => {
        memory[page + ((address + i) % PAGE)] &= byte | mask();
      });
    this.stats.programs += 1;
    return { finish: () => write(() => 0), tear: () => write(() => random.bits() & 0xff) };
  }
}

/** The controller (SSI) as far as single bytes in plain SPI go; reading flash like memory needs no registers here. */
export function ssiPeripheral({ BasePeripheral }, rp2040, chip) {
  return new (class extends BasePeripheral {
    registers = new Map();
    received = [];
    lastAt = 0;

    readUint32(offset) {
      if (offset === 0x28) return 2 | (this.received.length && this.received[0].at <= rp2040.clock.nanos ? 8 : 0);
      if (offset === 0x60) return this.received.length ? this.received.shift().byte : 0;
      return this.registers.get(offset) ?? 0;
    }

    writeUint32(offset, value) {
      this.registers.set(offset, value);
      if (offset !== 0x60 || !this.registers.get(0x08)) return;
      if (((this.registers.get(0x00) >>> 16) & 0x1f) !== 7 || this.received.length >= 16) chip.stats.faults += 1;
      const byteNs = (8e9 * this.registers.get(0x14)) / rp2040.clkSys;
      this.lastAt = Math.max(this.lastAt, rp2040.clock.nanos) + byteNs;
      this.received.push({ byte: chip.exchange(value & 0xff), at: this.lastAt });
    }
  })(rp2040, "SSI");
}

/** The pins of the flash: chip select held low or high by hand (OUTOVER) is all that matters. */
export function qspiPeripheral({ BasePeripheral }, rp2040, chip) {
  return new (class extends BasePeripheral {
    registers = new Map();

    readUint32(offset) {
      return this.registers.get(offset) ?? 0;
    }

    writeUint32(offset, value) {
      this.registers.set(offset, value);
      if (offset === 0x0c) chip.select(((value >>> 8) & 3) === 2);
    }
  })(rp2040, "IO_QSPI");
}
