// The UART (PL011) with its two FIFOs of 32 bytes and the true time of each byte. rp2040js sends bytes in no time at all,
// so a ring that overflows or a line that comes late would not be seen there.

const FIFO = 32;
const LEVELS = [4, 8, 16, 24, 28];
const [RX, TX, TIMEOUT, OVERRUN] = [1 << 4, 1 << 5, 1 << 6, 1 << 10];

export function uartPeripheral({ BasePeripheral }, rp2040, irq, sent) {
  return new (class extends BasePeripheral {
    registers = new Map([[0x34, 0x12]]);
    status = 0;
    outgoing = [];
    incoming = [];
    shifting = null;
    alarm = rp2040.clock.createAlarm(() => this.byteSent());
    quiet = rp2040.clock.createAlarm(() => this.raise(this.incoming.length ? TIMEOUT : 0));

    get byteNs() {
      const divisor = (this.registers.get(0x24) ?? 0) + (this.registers.get(0x28) ?? 0) / 64;
      return (1e10 * 16 * divisor) / rp2040.clkPeri;
    }

    get baud() {
      return 1e10 / this.byteNs;
    }

    level(shift) {
      return LEVELS[(this.registers.get(0x34) >>> shift) & 7];
    }

    raise(bits) {
      this.status |= bits;
      rp2040.setInterrupt(irq, (this.status & (this.registers.get(0x38) ?? 0)) !== 0);
    }

    lower(bits) {
      this.status &= ~bits;
      this.raise(0);
    }

    /** A byte from the host has arrived whole. */
    feed(byte) {
      if (this.incoming.length >= FIFO) {
        this.raise(OVERRUN);
        return;
      }
      this.incoming.push(byte);
      this.quiet.schedule(3.2 * this.byteNs);
      if (this.incoming.length >= this.level(3)) this.raise(RX);
    }

    byteSent() {
      sent(this.shifting);
      this.shifting = null;
      this.shiftNext();
    }

    shiftNext() {
      if (this.shifting !== null || !this.outgoing.length) return;
      this.shifting = this.outgoing.shift();
      this.alarm.schedule(this.byteNs);
      if (this.outgoing.length === this.level(0)) this.raise(TX);
    }

    readUint32(offset) {
      if (offset === 0x00) {
        const byte = this.incoming.shift() ?? 0;
        if (this.incoming.length < this.level(3)) this.lower(RX);
        if (!this.incoming.length) this.lower(TIMEOUT);
        return byte;
      }
      if (offset === 0x18)
        return (
          (this.outgoing.length || this.shifting !== null ? 8 : 0x80) |
          (this.outgoing.length >= FIFO ? 0x20 : 0) |
          (this.incoming.length ? 0 : 0x10)
        );
      if (offset === 0x3c) return this.status;
      if (offset === 0x40) return this.status & (this.registers.get(0x38) ?? 0);
      return this.registers.get(offset) ?? 0;
    }

    writeUint32(offset, value) {
      if (offset === 0x00) {
        if (this.outgoing.length < FIFO) this.outgoing.push(value & 0xff);
        if (this.outgoing.length > this.level(0)) this.lower(TX);
        this.shiftNext();
      } else if (offset === 0x44) this.lower(this.rawWriteValue);
      else {
        this.registers.set(offset, value);
        this.raise(0);
      }
    }
  })(rp2040, "UART0");
}
