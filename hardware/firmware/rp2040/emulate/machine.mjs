// One RP2040 from power-up or reset on, as far as this firmware uses it: rp2040js runs the instructions, the timer, the
// pins, clocks and the watchdog; flash chip and UART are our own, because there they have no time and no memory.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { qspiPeripheral, ssiPeripheral } from "./flash.mjs";
import { uartPeripheral } from "./uart.mjs";
import { UsbHost } from "./usb.mjs";

const BOOT2_BYTES = 256;
const BOOT2_RAM = 0x20041f00;
const SRAM = 0x20000000;
const ROSC_HZ = 6_500_000;
const [WATCHDOG, CHIP_RESET, ROSC] = [0x40058, 0x40064, 0x40060];
const SCRATCH = [0, 1, 2, 3, 4, 5, 6, 7];
const UART0_IRQ = 20;
const HAD_POWER_ON = 1 << 8;

export async function loadEmulator(packages) {
  const load = (path) => import(pathToFileURL(join(packages, "node_modules/rp2040js/dist/esm", path)).href);
  const [main, peripheral, clock] = await Promise.all(
    ["index.js", "peripherals/peripheral.js", "clock/simulation-clock.js"].map(load),
  );
  return { ...main, ...peripheral, ...clock };
}

/** The checksum that the boot ROM expects of the second stage. */
export function bootCrc(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let i = 0; i < 8; i++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

export class Machine {
  /** `kept` is what a reset by the watchdog leaves alone; without it, power has just come. */
  constructor(emulator, { flashBuffer, flashChip, random, pins, sent, usb, kept }) {
    this.emulator = emulator;
    this.clock = new emulator.SimulationClock();
    this.rp2040 = new emulator.RP2040(this.clock);
    this.core = this.rp2040.core;
    this.resetAsked = false;
    this.up = false;
    this.maskedAt = null;
    this.maskedMaxNs = 0;
    this.instructions = 0;
    this.refuseUnknownRegisters();
    this.attachFlash(flashBuffer, flashChip);
    this.attachRegisters(random, kept);
    this.host = usb ? new UsbHost(emulator, this.rp2040, { ...usb, received: sent }) : this.attachUart(sent);
    for (const { pin, clock } of pins)
      this.rp2040.gpio[pin].addListener((state) => {
        this.pinChanged = true;
        clock(state === emulator.GPIOPinState.High ? 1 : 0);
      });
    this.sleepAsTheCoreDoes();
    this.bootRom();
  }

  refuseUnknownRegisters() {
    const refuse = (name, text) => {
      throw new Error(`${name}: ${text}`);
    };
    this.rp2040.logger = { debug() {}, info() {}, warn: refuse, error: refuse };
  }

  attachUart(sent) {
    const uart = uartPeripheral(this.emulator, this.rp2040, UART0_IRQ, sent);
    this.rp2040.peripherals[0x40034] = uart;
    return uart;
  }

  attachFlash(buffer, chip) {
    const { rp2040 } = this;
    rp2040.flash = new Uint8Array(buffer);
    rp2040.flash16 = new Uint16Array(buffer);
    rp2040.flashView = new DataView(buffer);
    rp2040.peripherals[0x18000] = ssiPeripheral(this.emulator, rp2040, chip);
    rp2040.peripherals[0x40018] = qspiPeripheral(this.emulator, rp2040, chip);
  }

  attachRegisters(random, kept) {
    const { rp2040 } = this;
    const readOnly = (name, read) =>
      new (class extends this.emulator.BasePeripheral {
        readUint32(offset) {
          return read(offset) ?? super.readUint32(offset);
        }
      })(rp2040, name);
    rp2040.peripherals[CHIP_RESET] = readOnly("CHIP_RESET", (offset) => (offset === 8 ? HAD_POWER_ON : undefined));
    rp2040.peripherals[ROSC] = readOnly("ROSC", (offset) => (offset === 0x1c ? random.bits() >>> 31 : undefined));
    const watchdog = rp2040.peripherals[WATCHDOG];
    watchdog.onWatchdogTrigger = () => {
      this.resetAsked = true;
      watchdog.alarm.enable = false; // else it fires again and again in the same instant
    };
    if (kept) {
      watchdog.reason = kept.reason;
      watchdog.scratchData.set(kept.scratch);
    }
  }

  /** What survives a reset by the watchdog. */
  get kept() {
    const { reason, scratchData } = this.rp2040.peripherals[WATCHDOG];
    return { reason, scratch: SCRATCH.map((i) => scratchData[i]) };
  }

  /** A core that sleeps with interrupts masked wakes up for one but does not take it yet (rp2040js takes it). */
  sleepAsTheCoreDoes() {
    const { core } = this;
    const check = core.checkForInterrupts.bind(core);
    core.checkForInterrupts = () => {
      if (!(core.waiting && core.PM)) return check();
      if (core.pendingInterrupts & core.enabledInterrupts) core.waiting = false;
      return false;
    };
  }

  bootRom() {
    const { rp2040, core } = this;
    const stage2 = rp2040.flash.subarray(0, BOOT2_BYTES);
    const crc = new DataView(stage2.buffer).getUint32(BOOT2_BYTES - 4, true);
    if (crc !== bootCrc(stage2.subarray(0, BOOT2_BYTES - 4)))
      throw new Error("the boot ROM would not start this: the checksum of its first 256 bytes is wrong");
    rp2040.sram.fill(0xa5); // RAM holds anything after power-up
    rp2040.sram.set(stage2, BOOT2_RAM - SRAM);
    rp2040.clkSys = ROSC_HZ;
    core.PC = BOOT2_RAM;
    core.LR = 0;
    core.SP = BOOT2_RAM;
  }

  setPin(pin, level) {
    this.rp2040.gpio[pin].setInputValue(level === 1);
  }

  /** Run up to this time on this machine's clock, or until a reset or a change of a clock pin. */
  run(untilNs) {
    const { core, clock, rp2040 } = this;
    this.pinChanged = false;
    do {
      if (core.waiting) {
        this.maskedAt = null;
        const alarm = clock.nextAlarm ? clock.nextAlarm.nanos : Infinity;
        clock.tick(Math.max(1, Math.min(alarm, untilNs) - clock.nanos));
        continue;
      }
      clock.tick((core.executeInstruction() * 1e9) / rp2040.clkSys);
      this.instructions += 1;
      if (core.waiting && core.pendingInterrupts & core.enabledInterrupts) core.waiting = false;
      if (core.PM !== (this.maskedAt !== null)) this.noteMasking();
    } while (clock.nanos < untilNs && !this.pinChanged && !this.resetAsked);
  }

  /** The program gets stuck where it is, as by a flipped bit: its next instruction becomes a jump to itself. */
  hang() {
    this.rp2040.writeUint16(this.core.PC, 0xe7fe);
  }

  noteMasking() {
    const now = this.clock.nanos;
    if (this.maskedAt === null) this.maskedAt = now;
    else {
      if (this.up) this.maskedMaxNs = Math.max(this.maskedMaxNs, now - this.maskedAt);
      this.up = true; // the first time is the end of starting up
      this.maskedAt = null;
    }
  }
}
