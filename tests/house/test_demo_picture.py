"""The animated picture of README.md: read off a terminal, cut to scenes, drawn cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tools.bench.kiosk import FRAME_END
from tools.demo_picture.cutting import Frame, Scene, cut
from tools.demo_picture.drawing import HIGH, WIDE, picture, tile
from tools.demo_picture.film import SCENES, write, write_still
from tools.demo_picture.recording import Shown, Step, record, shown
from tools.demo_picture.terminal import Cell, Terminal, text_of

if TYPE_CHECKING:
    from tools.demo_picture.terminal import Cells

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs/images/demo.gif"
RED, BLACK = (200, 0, 0), (0, 0, 0)


def cells_of(text: str) -> Cells:
    """Return a screen of one line."""
    return {(0, column): Cell(letter) for column, letter in enumerate(text)}


def test_terminal_places_letters_and_keeps_their_colours() -> None:
    """Moves of the cursor, new lines, truecolor, dim, reverse; what it does not know leaves no letters."""
    terminal = Terminal()
    terminal.take(
        "\x1b[?2026h\x1b[>25u\x1b]0;title\x07\x1b[2;3H\x1b[38;2;200;0;0;48;2;0;0;10;1mab\r\n\x1b[0;7mc"
    )
    terminal.take("\x1b[0m\x1b[2m\x1b[38;2;200;100;0;48;2;0;0;0md")
    assert terminal.text() == "\n  ab\ncd".replace("\n  ab", "    \n  ab").replace("cd", "cd  ")
    assert terminal.cells[1, 2] == Cell("a", RED, (0, 0, 10), bold=True)
    assert terminal.cells[2, 0] == Cell("c", (0, 0, 0), (255, 255, 255))
    assert terminal.cells[2, 1].ink == (100, 50, 0)


def test_wide_letters_take_two_cells() -> None:
    """What follows one stands where the terminal puts it."""
    terminal = Terminal()
    terminal.take("\x1b[1;1H鈴a")
    assert terminal.cells[0, 2].text == "a"
    assert terminal.text() == "鈴a"


def test_what_was_there_before_the_full_screen_is_gone() -> None:
    """A terminal echoes what is typed too early; that is no part of the kiosk's screen."""
    terminal = Terminal()
    terminal.take("^[[?2026\x1b[?1049h\x1b[1;1Hkiosk")
    assert terminal.text() == "kiosk"


def test_recording_holds_whole_frames_only() -> None:
    """Half a frame that was read is shown with its other half."""
    end = FRAME_END.decode()
    seen = f"\x1b[1;1Hone{end}\x1b[1;1Htwo".encode()
    half = len(seen)
    seen += f" three{end}".encode()
    screens = list(shown(seen, [(10.0, 12), (10.5, half), (11.0, len(seen))], 10.0))
    assert [(one.at_s, one.text) for one in screens] == [(0.5, "one"), (1.0, "two three")]


def recording() -> list[Shown]:
    """Return ten seconds of counting, a new number each second."""
    return [Shown(float(at), cells_of(f"at {at}"), f"at {at}") for at in range(10)]


def test_scene_plays_its_part_faster_and_holds_its_end() -> None:
    """Four seconds at twice the speed in frames of half a second, the last one longer; equal ones are one."""
    frames = cut(recording(), [Scene("now", "at 3", 1.0, 4.0, speed=2.0, held_s=1.0)], 500)
    assert [text_of(frame.cells) for frame in frames] == ["at 4", "at 5", "at 6", "at 7"]
    assert [frame.shown_ms for frame in frames] == [500, 500, 500, 1500]
    slow = cut(recording(), [Scene("now", "at 3", 0.0, 2.0, speed=0.5)], 500)
    assert [(text_of(frame.cells), frame.shown_ms) for frame in slow] == [("at 3", 2000), ("at 4", 2000)]


def test_scenes_follow_each_other() -> None:
    """The second one looks for its words after the first; words that do not come are named."""
    again = [*recording(), Shown(10.0, cells_of("at 3"), "at 3")]
    frames = cut(again, [Scene("a", "at 3", 0.0, 1.0), Scene("b", "at 3", 0.0, 1.0)], 1000)
    assert [frame.caption for frame in frames] == ["a", "b"]
    with pytest.raises(ValueError, match=r"no screen after 4\.0 s shows 'at 2'"):
        cut(recording(), [Scene("a", "at 3", 0.0, 1.0), Scene("b", "at 2", 0.0, 1.0)], 1000)


@pytest.mark.parametrize(("text", "left", "upper", "right", "lower"), [
    ("█", 0, 0, WIDE, HIGH), ("▄", 0, HIGH // 2, WIDE, HIGH), ("▀", 0, 0, WIDE, HIGH // 2),
    ("▌", 0, 0, WIDE // 2, HIGH), ("▐", WIDE // 2, 0, WIDE, HIGH), ("▝", WIDE // 2, 0, WIDE, HIGH // 2),
])  # fmt: skip
def test_blocks_fill_their_share_of_a_cell_exactly(
    text: str, left: int, upper: int, right: int, lower: int
) -> None:
    """To the pixel, so that neighbours join without a seam."""
    drawn = tile(Cell(text, RED, BLACK))
    for x in range(WIDE):
        for y in range(HIGH):
            inside = left <= x < right and upper <= y < lower
            assert drawn.getpixel((x, y)) == (RED if inside else BLACK)


def test_lines_join_across_cells() -> None:
    """A corner, an edge and their turn meet on the same pixels of the border between cells."""
    across = {
        text: [tile(Cell(text, RED, BLACK)).getpixel((WIDE - 1, y)) for y in range(HIGH)] for text in "─┌├┼"
    }
    assert len({tuple(column) for column in across.values()}) == 1
    assert RED in across["─"]
    down = {
        text: [tile(Cell(text, RED, BLACK)).getpixel((x, HIGH - 1)) for x in range(WIDE)] for text in "┃┏┣╋"
    }
    assert len({tuple(row) for row in down.values()}) == 1


def test_letters_stay_in_their_cell_and_are_not_blank() -> None:
    """Also what the font has to know: marks, arrows, dashes."""
    for text in "gjM✓✕≈▶◀●○▸◂·Ä":
        drawn = tile(Cell(text, RED, BLACK))
        assert drawn.size == (WIDE, HIGH)
        assert len(drawn.getcolors() or []) > 1, text


def test_film_is_written_with_its_times_and_colours(tmp_path: Path) -> None:
    """What is read back shows the same colours for as long."""
    frames = [
        Frame({(0, 0): Cell("█", RED, BLACK)}, "one", 500),
        Frame({(0, 0): Cell(" ", RED, BLACK)}, "two", 1500),
    ]
    write(frames, tmp_path / "new" / "film.gif")
    with Image.open(tmp_path / "new" / "film.gif") as film:
        assert getattr(film, "n_frames", 1) == 2
        assert film.info["duration"] == 500
        assert film.info["loop"] == 0
        first = film.convert("RGB").getpixel((12, 12))
        film.seek(1)
        assert film.info["duration"] == 1500
        assert (first, film.convert("RGB").getpixel((12, 12))) == (RED, BLACK)


def test_still_is_the_screen_without_its_caption(tmp_path: Path) -> None:
    """For where nothing may move."""
    write_still(Frame(cells_of("abc"), "three letters", 500), tmp_path / "still.png")
    with Image.open(tmp_path / "still.png") as still:
        assert still.size == picture(cells_of("abc"), 120, 40, BLACK).size


def test_a_caption_stands_below_the_screen() -> None:
    """Nothing of the screen is covered by it."""
    bare = picture(cells_of("abc"), 3, 1, BLACK)
    told = picture(cells_of("abc"), 3, 1, BLACK, "abc")
    assert told.height > bare.height
    assert told.crop((0, 0, *bare.size)).tobytes() == bare.tobytes()


def test_picture_on_top_of_the_readme_is_one_to_look_at() -> None:
    """It is there, small enough to load, and as long as its scenes; README shows it first."""
    with Image.open(PICTURE) as film:
        lasts_ms = 0
        for number in range(getattr(film, "n_frames", 1)):
            film.seek(number)
            lasts_ms += film.info["duration"]
    assert PICTURE.stat().st_size < 1_500_000
    assert 10_000 <= lasts_ms <= 20_000
    assert abs(lasts_ms - sum(1000 * (one.lasts_s / one.speed + one.held_s) for one in SCENES)) < 1500
    before, _, _ = (ROOT / "README.md").read_text("utf-8").partition("\n## ")
    assert "](docs/images/demo.gif)" in before


@pytest.mark.slow
def test_kiosk_is_recorded_from_a_real_terminal() -> None:
    """The first screen, then the list after a key, with the kiosk's own colours."""
    screens = record(script=(Step("Step on", 0.2, b"\r"), Step("Emil", 0.2, b"")))
    words = [one.text for one in screens]
    first = next(number for number, text in enumerate(words) if "Step on" in text)
    then = next(number for number, text in enumerate(words) if "Who is training" in text)
    assert first < then
    assert "Ana" in words[-1]
    assert len({cell.paper for cell in screens[-1].cells.values()}) > 2
