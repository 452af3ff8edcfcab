// The USB controller in device mode, and a host that plugs it in, asks it everything that a computer asks of a serial
// port, opens the port and fetches. Strict where rp2040js is lenient: the order of DATA0 and DATA1, lengths, refusals.

const [SETUP_REC, BUS_RESET] = [1 << 17, 1 << 19];
const [INT_BUFFERS, INT_RESET, INT_SETUP] = [1 << 4, 1 << 12, 1 << 16];
const [FULL, DATA1, STALL, AVAILABLE] = [1 << 15, 1 << 13, 1 << 11, 1 << 10];
const PULL_UP = 1 << 16;
const IRQ = 5;
const BULK = 2;
const PACKET = 64;
const MS = 1e6;
const BYTE_NS = 700; // 12 Mbit/s with what goes around the bytes

function expect(right, what) {
  if (!right) throw new Error(`USB: ${what}`);
}

/** What the firmware sees: registers and the shared memory. */
function controller({ BasePeripheral }, rp2040, host) {
  return new (class extends BasePeripheral {
    registers = new Map();
    sieStatus = 0;
    buffStatus = 0;

    DPRAMUpdated() {}

    get ints() {
      const now =
        (this.buffStatus ? INT_BUFFERS : 0) |
        (this.sieStatus & BUS_RESET ? INT_RESET : 0) |
        (this.sieStatus & SETUP_REC ? INT_SETUP : 0);
      return now & (this.registers.get(0x90) ?? 0);
    }

    raise(sie, buffers) {
      this.sieStatus |= sie;
      this.buffStatus |= buffers;
      rp2040.setInterrupt(IRQ, this.ints !== 0);
    }

    readUint32(offset) {
      if (offset === 0x50) return this.sieStatus;
      if (offset === 0x58) return this.buffStatus;
      if (offset === 0x98) return this.ints;
      return this.registers.get(offset) ?? 0;
    }

    writeUint32(offset, value) {
      if (offset === 0x50) this.sieStatus &= ~this.rawWriteValue;
      else if (offset === 0x58) this.buffStatus &= ~this.rawWriteValue;
      else this.registers.set(offset, value);
      if (offset === 0x4c && value & PULL_UP) host.plugged();
      this.raise(0, 0);
    }
  })(rp2040, "USB");
}

export class UsbHost {
  /** `received(byte)` takes what the open port gives. The port is open from `openAt` to `closeAt` (ns of this machine). */
  constructor(emulator, rp2040, { received, openAt, closeAt }) {
    Object.assign(this, { rp2040, received, openAt, closeAt });
    this.device = controller(emulator, rp2040, this);
    rp2040.usbCtrl = this.device;
    rp2040.peripherals[0x50110] = this.device;
    this.memory = rp2040.usbDPRAMView;
    this.bytes = rp2040.usbDPRAM;
    this.toSend = [];
    this.seen = {};
    this.alarm = rp2040.clock.createAlarm(() => this.next());
    this.story = null;
    this.fullAt = Infinity;
  }

  get baud() {
    return 0;
  }

  get byteNs() {
    return BYTE_NS;
  }

  feed(byte) {
    this.toSend.push(byte);
  }

  plugged() {
    if (this.story) return;
    this.story = this.live();
    this.alarm.schedule(100 * MS);
  }

  /** The story yields how long to wait (ns). */
  next() {
    const { value, done } = this.story.next();
    if (!done) this.alarm.schedule(value);
  }

  control(endpoint, out) {
    return 0x80 + 8 * endpoint + (out ? 4 : 0);
  }

  /** Wait for the device to offer a buffer, check it, take or fill it. Returns the bytes, or null if it refuses. */
  *packet(endpoint, out, dataPid, bytes = []) {
    const at = this.control(endpoint, out);
    for (let tries = 0; ; tries++) {
      const value = this.memory.getUint32(at, true);
      if (value & STALL) return null;
      if (value & AVAILABLE) break;
      expect(tries < 5000, `endpoint ${endpoint} ${out ? "takes" : "gives"} nothing`);
      yield 20_000;
    }
    const value = this.memory.getUint32(at, true);
    const length = value & 0x3ff;
    const buffer = endpoint ? this.memory.getUint32(8 * endpoint + (out ? 4 : 0), true) & 0xffc0 : 0x100;
    expect(length <= PACKET, `a packet of ${length} bytes`);
    expect(!!(value & DATA1) === (dataPid === 1), `endpoint ${endpoint}: wrong turn of DATA0 and DATA1`);
    expect(out || value & FULL, `endpoint ${endpoint}: an empty buffer was handed over as full`);
    expect(!out || length >= bytes.length, `endpoint ${endpoint}: no room for ${bytes.length} bytes`);
    const count = out ? bytes.length : length;
    yield BYTE_NS * (count + 20);
    if (out) this.bytes.set(bytes, buffer);
    const moved = this.bytes.slice(buffer, buffer + count);
    this.memory.setUint32(at, (value & ~AVAILABLE & ~FULL & ~0x3ff) | (out ? FULL : 0) | count, true);
    this.device.raise(0, 1 << (2 * endpoint + (out ? 1 : 0)));
    return moved;
  }

  /** A control request; returns the answer, or null if the device refuses. */
  *request(type, number, value, index, length, bytes = []) {
    expect((this.device.registers.get(0) ?? 0) === this.address, "the device has another address");
    this.bytes.set([type, number, value & 255, value >> 8, index & 255, index >> 8, length & 255, length >> 8], 0);
    for (const out of [false, true]) this.memory.setUint32(this.control(0, out), 0, true);
    this.device.raise(SETUP_REC, 0);
    yield 50_000;
    if (!(type & 0x80)) {
      if (bytes.length && !(yield* this.packet(0, true, 1, bytes))) return null;
      const ack = yield* this.packet(0, false, 1);
      expect(ack === null || ack.length === 0, "an acknowledgement with bytes in it");
      return ack;
    }
    const answer = [];
    for (let pid = 1; ; pid ^= 1) {
      const part = yield* this.packet(0, false, pid);
      if (part === null) return null;
      answer.push(...part);
      if (part.length < PACKET || answer.length >= length) break;
    }
    expect(answer.length <= length, "a longer answer than asked for");
    yield* this.packet(0, true, 1, []);
    return answer;
  }

  *descriptor(kind, number, length) {
    return yield* this.request(0x80, 6, (kind << 8) | number, kind === 3 && number ? 0x0409 : 0, length);
  }

  *text(number) {
    const answer = yield* this.descriptor(3, number, 255);
    expect(answer[0] === answer.length && answer[1] === 3, `string ${number} is malformed`);
    return Buffer.from(answer.slice(2)).toString("utf16le");
  }

  *reset() {
    this.address = 0;
    this.device.raise(BUS_RESET, 0);
    yield 20 * MS;
  }

  *enumerate() {
    yield* this.reset();
    expect((yield* this.descriptor(1, 0, 64)).length === 18, "the device descriptor does not have 18 bytes");
    yield* this.reset();
    yield* this.request(0x00, 5, 7, 0, 0);
    this.address = 7;
    yield 2 * MS;
    const device = yield* this.descriptor(1, 0, 18);
    expect((yield* this.descriptor(6, 0, 10)) === null, "a descriptor that does not exist was not refused");
    expect((yield* this.request(0xc0, 0x77, 0, 0, 8)) === null, "a request that does not exist was not refused");
    const head = yield* this.descriptor(2, 0, 9);
    const whole = yield* this.descriptor(2, 0, 255);
    expect(whole.length === (head[2] | (head[3] << 8)), "the configuration has another length than it says");
    this.checkConfiguration(whole);
    yield* this.descriptor(3, 0, 255);
    this.seen = { maker: yield* this.text(device[14]), product: yield* this.text(device[15]), serial: yield* this.text(device[16]) };
    expect((yield* this.request(0x00, 9, 1, 0, 0)) !== null, "the configuration was refused");
    expect((yield* this.request(0x80, 8, 0, 0, 1))[0] === 1, "the configuration was not taken on");
  }

  /** Walk over the descriptors: each has the length it says, and the data interface has a bulk pair. */
  checkConfiguration(bytes) {
    const ends = [];
    let interfaces = 0;
    for (let at = 0; at < bytes.length; at += bytes[at]) {
      expect(bytes[at] >= 2 && at + bytes[at] <= bytes.length, "a descriptor runs over the end");
      if (bytes[at + 1] === 4) interfaces += 1;
      if (bytes[at + 1] === 5) ends.push([bytes[at + 2], bytes[at + 3] & 3]);
    }
    expect(interfaces === bytes[4], "not as many interfaces as announced");
    expect(ends.filter(([, kind]) => kind === BULK).length === 2, "no pair of bulk endpoints");
    this.in = ends.find(([end, kind]) => kind === BULK && end & 0x80)[0] & 15;
    this.out = ends.find(([end, kind]) => kind === BULK && !(end & 0x80))[0];
  }

  *live() {
    yield* this.enumerate();
    const coding = [0x20, 0xa1, 7, 0, 0, 0, 8]; // 500000 8N1
    yield* this.request(0x21, 0x20, 0, 0, 7, coding);
    const told = yield* this.request(0xa1, 0x21, 0, 0, 7);
    expect(told.join() === coding.join(), "the line coding was not kept");
    yield Math.max(0, this.openAt - this.rp2040.clock.nanos);
    yield* this.request(0x02, 1, 0, 0x80 | this.in, 0); // Windows begins each pipe anew
    this.inPid = 0;
    this.outPid = 0;
    yield* this.request(0x21, 0x22, 3, 0, 0);
    while (this.rp2040.clock.nanos < this.closeAt) yield* this.exchange();
    yield* this.request(0x21, 0x22, 0, 0, 0);
  }

  *exchange() {
    if (this.memory.getUint32(this.control(this.in, false), true) & AVAILABLE) {
      const bytes = yield* this.packet(this.in, false, this.inPid);
      this.inPid ^= 1;
      for (const byte of bytes) this.received(byte);
      this.fullAt = bytes.length === PACKET ? this.rp2040.clock.nanos : Infinity;
    }
    // A computer may hand on what it has only after a packet that is not full.
    expect(this.rp2040.clock.nanos - this.fullAt < 5 * MS, "nothing follows a full packet");
    if (this.toSend.length && this.memory.getUint32(this.control(this.out, true), true) & AVAILABLE) {
      yield* this.packet(this.out, true, this.outPid, this.toSend.splice(0, PACKET));
      this.outPid ^= 1;
    }
    yield 125_000;
  }
}
