"""Make the flash image of an RP2040 from boot loader and program: image.py BOOT2.bin PROGRAM.bin OUT.bin OUT.uf2.

The image is boot2, filled up to 252 bytes, its checksum, and the program. UF2 is the form that the boot ROM takes when
the board shows itself as a drive: blocks of 512 bytes that each carry 256 bytes and their address.
"""  # noqa: INP001  a program beside the sources it serves, not a package

from __future__ import annotations

import struct
import sys
from pathlib import Path

BOOT2_BYTES = 252
PAGE = 256
FLASH = 0x10000000
RP2040_FAMILY = 0xE48BFF56
UF2_HAS_FAMILY = 0x00002000
UF2_START = (0x0A324655, 0x9E5D5157)
UF2_END = 0x0AB16F30


def boot_crc(data: bytes) -> int:
    """Return the CRC-32 the boot ROM asks for: polynomial 0x04C11DB7, nothing reflected or inverted at the end."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1
        crc &= 0xFFFFFFFF
    return crc


def flash_image(boot2: bytes, program: bytes) -> bytes:
    """Return the bytes from the start of the flash on, whole pages."""
    if len(boot2) > BOOT2_BYTES:
        raise SystemExit(f"boot2 has {len(boot2)} bytes, {BOOT2_BYTES} are the most")
    boot2 = boot2.ljust(BOOT2_BYTES, b"\0")
    image = boot2 + struct.pack("<I", boot_crc(boot2)) + program
    return image.ljust(-(-len(image) // PAGE) * PAGE, b"\xff")


def uf2(image: bytes) -> bytes:
    """Return the image as UF2 blocks."""
    pages = [image[at : at + PAGE] for at in range(0, len(image), PAGE)]
    blocks = []
    for number, page in enumerate(pages):
        head = (*UF2_START, UF2_HAS_FAMILY, FLASH + number * PAGE, PAGE, number, len(pages), RP2040_FAMILY)
        blocks.append(struct.pack("<8I476sI", *head, page, UF2_END))
    return b"".join(blocks)


def main() -> None:
    """Read the two parts, write the two forms."""
    boot2, program, out, out_uf2 = map(Path, sys.argv[1:])
    image = flash_image(boot2.read_bytes(), program.read_bytes())
    out.write_bytes(image)
    out_uf2.write_bytes(uf2(image))


if __name__ == "__main__":
    main()
