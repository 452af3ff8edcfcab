"""Print what a build takes of an ATmega328P's flash and RAM, and fail when that is more than it may.

The deepest stack is computed from the disassembly: what each function pushes and reserves, along the longest
chain of calls, and one interrupt on top (they are not nested). A call through a pointer may lead to any
function that nobody calls by name.
"""

# ruff: noqa: INP001  a script beside its Makefile

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

RETURN_ADDRESS = 2
"""Bytes on the stack of each call."""
RESTART = "__vectors"
"""Where a jump begins everything anew, the stack too."""
_HEAD = re.compile(r"^[0-9a-f]+ <([^>]+)>:$")
_INSTRUCTION = re.compile(r"^\s*[0-9a-f]+:\s+([a-z]+)\s*(.*?)(?:\s*;.*)?$")
_TARGET = re.compile(r"<([^>+]+)>")
_FRAME = re.compile(r"r28, 0x([0-9a-fA-F]+)")


@dataclass
class Function:
    """What one function does to the stack."""

    own: int = 0
    calls: set[str] = field(default_factory=set)
    tails: set[str] = field(default_factory=set)
    through_pointer: bool = False


def functions_of(listing: str) -> dict[str, Function]:
    """Return the functions of a disassembly without raw bytes, by name."""
    found: dict[str, Function] = {}
    name, reads_stack_pointer = "", False
    for row in listing.splitlines():
        if head := _HEAD.match(row):
            name, reads_stack_pointer = head[1], False
            found[name] = Function()
        elif name and (instruction := _INSTRUCTION.match(row)):
            operation, operands = instruction[1], instruction[2]
            reads_stack_pointer |= operation == "in" and operands.endswith("0x3d")
            _follow(found[name], name, operation, row, frame=reads_stack_pointer)
    return found


def _follow(function: Function, name: str, operation: str, row: str, *, frame: bool) -> None:
    """Add what one instruction does."""
    target = _TARGET.search(row)
    if operation == "push":
        function.own += 1
    elif operation == "rcall" and ".+0" in row:
        function.own += RETURN_ADDRESS  # the compiler's way to reserve two bytes
    elif operation in {"call", "rcall"} and target:
        function.calls.add(target[1])
    elif operation in {"jmp", "rjmp"} and target and target[1] not in {name, RESTART}:
        function.tails.add(target[1])
    elif operation in {"icall", "ijmp"}:
        function.through_pointer = True
    elif operation in {"sbiw", "subi"} and frame and (size := _FRAME.search(row)):
        function.own += _reserved(operation, int(size[1], 16))


def _reserved(operation: str, size: int) -> int:
    """Return the bytes that moving r28 by so much reserves: nothing when it moves back up."""
    return size if operation == "sbiw" or size < 1 << 7 else 0


def deepest_stack(functions: dict[str, Function]) -> tuple[int, list[str]]:
    """Return the bytes of the deepest stack, one interrupt included, and the chain of calls that leads there."""
    called = set().union(*(function.calls | function.tails for function in functions.values()))
    anybody = {
        name
        for name, function in functions.items()
        if name not in called and not name.startswith("__") and name != "main" and _is_code(function)
    }
    under_way: list[str] = []

    @cache
    def depth(name: str) -> tuple[int, tuple[str, ...]]:
        if name in under_way:
            raise RecursionError(f"{' -> '.join(under_way)} -> {name} has no deepest stack")
        function = functions.get(name, Function())
        under_way.append(name)
        pointed = anybody if function.through_pointer else set()
        below = [
            *((RETURN_ADDRESS + depth(callee)[0], depth(callee)[1]) for callee in function.calls | pointed),
            *(depth(callee) for callee in function.tails),
            (0, ()),
        ]
        under_way.pop()
        bytes_below, chain = max(below)
        return function.own + bytes_below, (name, *chain)

    handlers = [name for name in functions if name.startswith("__vector_")]
    main, chain = depth("main")
    interrupt = max((depth(name)[0] for name in handlers), default=0)
    return 2 * RETURN_ADDRESS + main + interrupt, list(chain)


def _is_code(function: Function) -> bool:
    return bool(function.own or function.calls or function.tails)


def _section_sizes(listing: str) -> dict[str, int]:
    rows = (row.split() for row in listing.splitlines() if row.startswith("."))
    return {row[0]: int(row[1]) for row in rows}


def _output_of(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  the Makefile's own tools


def main() -> int:
    """Print the account of one build; return 1 when it is over budget."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("elf", type=Path)
    parser.add_argument("--objdump", default="avr-objdump")
    parser.add_argument("--size", default="avr-size")
    parser.add_argument("--flash-max", type=int, required=True, metavar="BYTES")
    parser.add_argument("--ram-max", type=int, required=True, metavar="BYTES")
    parser.add_argument(
        "--chain", action="store_true", help="also print the calls that lead to the deepest stack"
    )
    options = parser.parse_args()
    sizes = _section_sizes(_output_of(options.size, "-A", str(options.elf)))
    functions = functions_of(_output_of(options.objdump, "-d", "--no-show-raw-insn", str(options.elf)))
    stack, chain = deepest_stack(functions)
    flash = sizes[".text"] + sizes.get(".data", 0)
    static = sum(sizes.get(name, 0) for name in (".data", ".bss", ".noinit"))
    sys.stdout.write(
        f"{options.elf.stem}: flash {flash} of {options.flash_max} bytes, "
        f"RAM {static + stack} of {options.ram_max} (static {static}, deepest stack {stack})\n"
    )
    if options.chain:
        sys.stdout.write(" -> ".join(chain) + "\n")
    over = flash >= options.flash_max or static + stack >= options.ram_max
    if over:
        sys.stderr.write(f"{options.elf.stem}: over its budget\n")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
