// Run a firmware image for the RP2040 against models of HX711 and of the flash chip, for ever the same way.
//   node bench.mjs --packages FOLDER --image FILE [options]; see the table below.
import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { FlashChip } from "./flash.mjs";
import { Hx711 } from "./hx711.mjs";
import { Machine, loadEmulator } from "./machine.mjs";
import { Random } from "./random.mjs";

const { values: args } = parseArgs({
  options: {
    packages: { type: "string" }, // where node_modules/rp2040js is
    image: { type: "string" }, // what stands at the start of the flash
    flash: { type: "string" }, // file that keeps the flash from run to run
    chips: { type: "string", default: "2" },
    "dout-pin": { type: "string", default: "2" }, // first of the data pins
    "sck-pin": { type: "string", default: "6" }, // first of the clock pins
    oscillator: { type: "string", default: "92.8,88.1" }, // conversions per second of each chip
    jitter: { type: "string", default: "6e-5" }, // deviation of a period, as a part of it
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "2" },
    "host-input": { type: "string" }, // CSV t_s,hex: bytes that the host sends, at device times
    fault: { type: "string", multiple: true, default: [] }, // T:power_cut:MS, T:hang, T:dead:CHIP or T:ok:CHIP
    usb: { type: "string" }, // OPEN[:CLOSE]: over USB, the port being open from and to these seconds after power-up
    uid: { type: "string", default: "e6605838833b2f2a" },
    uart: { type: "string" }, // file for the bytes that the step sent
    "uart-log": { type: "string" }, // CSV t_ns,byte: when each byte was out
    "conversion-log": { type: "string" }, // CSV fate,chip,index,ready_ns,raw,first_ns,done_ns
    stats: { type: "string" }, // JSON
  },
});

const FLASH_BYTES = 2 * 1024 * 1024;
const BOOT_ROM_TRY_NS = 4e6; // the boot ROM asks for the second stage again and again
const seed = Number(args.seed);
const endNs = Number(args.seconds) * 1e9;
const started = performance.now();

const flashBuffer = new ArrayBuffer(16 * 1024 * 1024);
const flash = new Uint8Array(flashBuffer, 0, FLASH_BYTES).fill(0xff);
if (args.flash && existsSync(args.flash)) flash.set(readFileSync(args.flash));
flash.set(readFileSync(args.image));

let machine = null;
let baseNs = 0; // when this machine began
const now = () => baseNs + (machine ? machine.clock.nanos : 0);
const random = new Random(seed);
const flashChip = new FlashChip(flash, Buffer.from(args.uid, "hex"), seed, now);

const conversions = ["fate,chip,index,ready_ns,raw,first_ns,done_ns"];
const levels = [];
const rates = args.oscillator.split(",").map(Number);
const chips = Array.from({ length: Number(args.chips) }, (_, chip) => {
  const pin = Number(args["dout-pin"]) + chip;
  return new Hx711({
    chip,
    seed,
    sps: rates[chip % rates.length],
    jitter: Number(args.jitter),
    dout(level) {
      levels[chip] = level;
      machine?.setPin(pin, level);
    },
    log(fate, number, { index, readyAt, raw }, doneAt, firstAt = NaN) {
      conversions.push([fate, number, index, Math.round(readyAt), raw, Math.round(firstAt), Math.round(doneAt)].join(","));
    },
  });
});
const pins = chips.map((chip, i) => ({
  pin: Number(args["sck-pin"]) + i,
  clock: (level) => chip.clock(level, now()),
}));

const bytes = [];
const byteTimes = ["t_ns,byte"];
function sent(byte) {
  bytes.push(byte);
  byteTimes.push(`${Math.round(now())},${byte}`);
}

function hostBytes(path) {
  const rows = readFileSync(path, "ascii").trim().split("\n").slice(1);
  return rows.map((row) => row.split(",")).map(([t, hex]) => ({ at: Number(t) * 1e9, bytes: [...Buffer.from(hex, "hex")] }));
}
const toSend = args["host-input"] ? hostBytes(args["host-input"]) : [];
const faults = args.fault
  .map((fault) => fault.split(":"))
  .map(([t, kind, value]) => ({ at: Number(t) * 1e9, kind, value: Number(value) }))
  .sort((a, b) => a.at - b.at);

const [openS, closeS = Infinity] = (args.usb ?? "").split(":").map(Number);
const usb = args.usb && { openAt: openS * 1e9, closeAt: closeS * 1e9 };

const stats = { resets: [], instructions: 0, masked_max_us: 0 };
const emulator = await loadEmulator(args.packages);

function start(kept) {
  if (machine) retire();
  while (flashChip.busy) baseNs += BOOT_ROM_TRY_NS;
  machine = new Machine(emulator, { flashBuffer, flashChip, random, pins, sent, usb, kept });
  chips.forEach((chip, i) => {
    chip.clock(0, now());
    machine.setPin(Number(args["dout-pin"]) + i, levels[i]);
  });
}

function retire() {
  if (usb) stats.usb = machine.host.seen;
  stats.instructions += machine.instructions;
  stats.masked_max_us = Math.max(stats.masked_max_us, machine.maskedMaxNs / 1000);
  baseNs += machine.clock.nanos;
  machine = null;
}

function cause(fault) {
  if (fault.kind === "power_cut") {
    stats.resets.push({ t_s: now() / 1e9, cause: "power" });
    flashChip.cut();
    retire();
    baseNs += fault.value * 1e6;
    chips.forEach((chip) => chip.powerUp(now()));
    start();
  } else if (fault.kind === "hang") machine.hang();
  else if (fault.kind === "dead") chips[fault.value].die(now());
  else if (fault.kind === "ok") chips[fault.value].powerUp(now());
  else throw new Error(`unknown fault ${fault.kind}`);
}

function nextEvent() {
  let at = Math.min(endNs, faults.length ? faults[0].at : Infinity, toSend.length ? toSend[0].at : Infinity);
  for (const chip of chips) at = Math.min(at, chip.dueAt);
  return at;
}

function runEvents() {
  for (const chip of chips) chip.runTo(now());
  if (toSend.length && toSend[0].at <= now()) {
    machine.host.feed(toSend[0].bytes.shift());
    toSend[0].at = now() + machine.host.byteNs;
    if (!toSend[0].bytes.length) toSend.shift();
  }
  if (faults.length && faults[0].at <= now()) cause(faults.shift());
}

start();
while (now() < endNs) {
  while (nextEvent() <= now() && now() < endNs) runEvents();
  machine.run(nextEvent() - baseNs);
  if (machine.resetAsked) {
    stats.resets.push({ t_s: now() / 1e9, cause: machine.kept.reason === 2 ? "forced" : "timer" });
    flashChip.select(false);
    start(machine.kept);
  }
}
const baud = machine.host.baud;
retire();

const wallS = (performance.now() - started) / 1000;
Object.assign(stats, {
  sim_s: endNs / 1e9,
  wall_s: wallS,
  realtime_factor: endNs / 1e9 / wallS,
  baud,
  uart_bytes: bytes.length,
  flash: flashChip.stats,
  chips: chips.map((chip) => chip.stats),
});
if (args.flash) writeFileSync(args.flash, flash);
if (args.uart) writeFileSync(args.uart, Buffer.from(bytes));
if (args["uart-log"]) writeFileSync(args["uart-log"], `${byteTimes.join("\n")}\n`);
if (args["conversion-log"]) writeFileSync(args["conversion-log"], `${conversions.join("\n")}\n`);
if (args.stats) writeFileSync(args.stats, `${JSON.stringify(stats, null, 2)}\n`);
