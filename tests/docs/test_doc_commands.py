"""What runs the commands of pages: it finds what is stale, and mends it."""

from __future__ import annotations

import pytest

from tools.doc_commands.blocks import read
from tools.doc_commands.console import anew, exchanges
from tools.doc_commands.play import play, renewed
from tools.doc_commands.unrun import commands, complaint

PAGE = """\
# A page

<!-- before: printf 'two\\n' > second -->
<!-- file: first -->
```toml
name = 1
```

1. Type:

   ```console
   $ cat first
   name = {first}
   $ cat second; exit_with() { return $1; }
   {second}
   $ echo $HOME/...
   {home}
   ```

```console
$ exit_with 3
[{code}]
$ cat <<END
> a
> END
{last}
```
"""
RIGHT = {"{first}": "1", "{second}": "two", "{home}": "/home/you/...", "{code}": "3", "{last}": "a"}


def page(**wrong: str) -> str:
    """Return the page with what it should print, or something else instead."""
    text = PAGE
    for place, value in RIGHT.items():
        text = text.replace(place, wrong.get(place.strip("{}"), value))
    return text


def test_a_page_that_is_right_passes() -> None:
    """Files, what is done before, functions of the shell, codes and here documents reach the commands."""
    played = list(play(read("page.md", page())))
    assert [one.stale for one in played] == [False] * 5


@pytest.mark.parametrize(
    ("wrong", "index"),
    [
        ({"first": "2"}, 0),
        ({"first": "1\n   and more"}, 0),
        ({"second": "tw"}, 1),
        ({"code": "0"}, 3),
        ({"last": ""}, 4),
    ],
)
def test_what_is_stale_is_found_and_mended(wrong: dict[str, str], index: int) -> None:
    """One wrong line is told of its command only, and the page written anew is the right one."""
    planted = read("page.md", page(**wrong))
    played = list(play(planted))
    assert [number for number, one in enumerate(played) if one.stale] == [index]
    assert renewed(planted, played) == page()


def test_a_page_that_is_right_stays_as_it_is() -> None:
    """Writing anew keeps what stands for anything."""
    right = read("page.md", page(second="t..."))
    assert renewed(right, list(play(right))) == right.text


def test_what_varies_is_left_open_when_written_anew() -> None:
    """Times and random ids are another one at every run."""
    (said,) = exchanges("$ station athlete show Ada\n")
    printed = "Ada (44a60316427aebde): visit of 2026-11-22 23:53+00:00, week 12"
    assert anew(said, printed, 0).prints == "Ada (...): visit of ..., week 12"


def test_a_command_that_never_ends_is_ended() -> None:
    """A page cannot hang the tests: the shell is ended, and that is told."""
    from tools.doc_commands import shell  # noqa: PLC0415  its patience is shortened here only

    with pytest.MonkeyPatch.context() as here:
        here.setattr(shell.Shell.__init__, "__kwdefaults__", {"in_checkout": False, "patience_s": 0.2})
        (one,) = play(read("page.md", "```console\n$ sleep 1000\n```\n"))
    assert one.code == 255
    assert one.stale


def test_a_block_has_to_begin_with_a_command() -> None:
    """Output without a command is nobody's."""
    with pytest.raises(ValueError, match="begins with a command"):
        list(exchanges("sets 1\n"))


@pytest.mark.parametrize(
    "line",
    [
        "station athlete ad Ada", "station report Ada --output FILE", "make tests", "make -C hardware/firmware nothing",
        "python -m tools.nothing", "python -m nothing.at.all",
    ],
)  # fmt: skip
def test_a_command_that_is_not_there_is_found(line: str) -> None:
    """Of what is not run, commands, options, targets and modules are looked up."""
    (words,) = commands(line)
    assert complaint(words)


@pytest.mark.parametrize(
    "line",
    [
        "station report Ada --out FILE  # a page", "sudo station influx status | less", "make test",
        "make -C hardware/firmware/rp2040 CHANNELS=4", "python -m tools.reference", "avrdude -c usbasp",
    ],
)  # fmt: skip
def test_a_command_that_is_there_passes(line: str) -> None:
    """Comments, pipes, settings and other programs are no complaint."""
    (words,) = commands(line)
    assert complaint(words) is None
