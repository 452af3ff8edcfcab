/*
 * The pins, in one place: ATmega328P at 16 MHz, as on an Uno or a Nano. Numbers are those printed on the board: D0 to D7
 * are port D, D8 to D13 port B. Plain numbers, so that the wiring diagram can be tested against them.
 */
#ifndef STEP_BOARD_H
#define STEP_BOARD_H

#define PIN_DOUT0 4
#define PIN_DOUT1 5
#define PIN_DOUT2 6
#define PIN_DOUT3 7

#define PIN_SCK0 8
#define PIN_SCK1 9
#define PIN_SCK2 10
#define PIN_SCK3 11

/* Serial port, through the board's USB. */
#define PIN_RX 0
#define PIN_TX 1

/* Where that puts them: four neighbouring bits of one port each, in order, so that a port is a mask of converters. */
#define DOUT_SHIFT PIN_DOUT0
#define SCK_SHIFT (PIN_SCK0 - 8)

#endif
