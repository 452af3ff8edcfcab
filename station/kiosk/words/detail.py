"""Why a part failed, and what helps: in English as the part itself says it, to be known again by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    "detail.no_serial_port": "no step: this computer has no serial port",
    "detail.not_found": "no step found: {refusals}",
    "detail.no_port": "there is no port {url}",
    "detail.in_use": "{url} is in use by another program",
    "detail.no_serial": "{url} is not a serial device",
    "detail.not_opened": "{url} cannot be opened: {reason}",
    "detail.no_permission_group": "no permission to use {url}: it belongs to the group {group}",
    "detail.no_permission": "no permission to use {url}",
    "detail.restarts_by": "the board on {url} restarts again and again (reset={cause})",
    "detail.restarts": "the board on {url} restarts again and again",
    "detail.nameless": "the device on {url} sends step lines but never says who it is",
    "detail.slow_line": "the device on {url} sends step lines at {speed} baud, too slow for all of them",
    "detail.silent": "nothing was heard from {url} in {seconds} s",
    "detail.noise": "the bytes from {url} make no sense at any speed tried ({speeds} baud)",
    "detail.foreign": "the device on {url} speaks another protocol: {excerpt}",
    "detail.ended": "{url} ended before any step said who it is",
    "detail.protocol": "the step on {url} speaks protocol {theirs}, this station {own}",
    "detail.other_step": "the step on {url} is {uid}, not {wanted}",
    "detail.talked_to": "somebody talks to the step already",
    "detail.uncalibrated": "the step is not calibrated, so its zero means nothing",
    "detail.plug_in": "Plug the step in, or name --port",
    "detail.plug_anew": "Unplug the step and plug it in again",
    "detail.close": "Close the other station, serial monitor or modem manager first",
    "detail.check_port": "Check the port",
    "detail.press_reset": "Check the cable and that this is the step's port, then press the step's reset button",
    "detail.other_cable": "Try another cable, USB port or power supply; then flash its firmware again",
    "detail.choose_port": "Choose the step's port; 'station doctor' lists the ports",
    "detail.renew_firmware": "Update its firmware",
    "detail.build_faster": "Build its firmware for 115200 or 500000 baud",
    "detail.calibrate_first": "Calibrate it first",
    "detail.forwarding": "forwarding failed: {reason}",
    "detail.erasing": "an erased person's points are still in InfluxDB: {reason}",
    "detail.little_room": "{folder} has only {room} MB left: make room, or reps will not be saved",
    "detail.plates_moved": "step {uid}: left reads {share} % ± {sd} % in {visits} visits against right, more than its "
    "uncertainty explains",
    "detail.swap_test": "Run 'station step swap-test', then calibrate",
}
