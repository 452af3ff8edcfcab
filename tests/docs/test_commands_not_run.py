"""The commands that pages show and that are not run: each says why, and is a command all the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.doc_commands.blocks import ROOT, pages
from tools.doc_commands.unrun import REASONS, commands, complaint, looks_typed

if TYPE_CHECKING:
    from tools.doc_commands.blocks import Block, Page

EVERY = pages()
FULL_OF_WORDS = re.compile(r"(station|make -C|python -m) (?!COMMAND|.*--help|--version)")
THERE_IS_NONE = re.compile(
    r"invalid choice|is no option of|one word too many|unrecognized arguments|has no target|there is no module"
)
WHERE_IT_IS_RUN = re.compile(r"run by (tests/\S+\.py)")


def unrun() -> list[tuple[Page, Block]]:
    """Return every block that says it is to be typed and is not run."""
    return [(page, block) for page in EVERY for block in page.blocks("sh")]


def where(page: Page, block: Block) -> str:
    """Return where a block begins, for a complaint."""
    return f"{page.name}:{block.line}"


def test_what_is_not_run_says_why() -> None:
    """Blocks to type that no test of pages runs give one of the known reasons, or name the test that runs them."""
    for page, block in unrun():
        assert block.mark, (
            f"{where(page, block)}: say why it is not run, as in <!-- not run: needs a step -->"
        )
        assert block.mark.key == "not run", where(page, block)
        reason = block.mark.value
        if runs := WHERE_IT_IS_RUN.fullmatch(reason):
            assert page.name.split("/")[-1] in (ROOT / runs[1]).read_text("utf-8"), where(page, block)
        else:
            assert reason in REASONS, f"{where(page, block)}: {reason}"


def test_what_is_not_run_is_a_command_all_the_same() -> None:
    """Commands, options, make's targets and modules that a page names are there."""
    wrong = [
        f"{where(page, block)}: {' '.join(words)}: {why}"
        for page, block in unrun()
        for words in commands(block.text)
        if (why := complaint(words, (ROOT / page.name).parent))
    ]
    assert not wrong, "\n".join(wrong)


def test_commands_within_sentences_are_there() -> None:
    """What stands as code in a sentence is often short of its arguments, and still a command with these options."""
    wrong = [
        f"{page.name}: {code}: {why}"
        for page in EVERY
        for code in page.code
        if FULL_OF_WORDS.match(code)
        for words in commands(code)
        if (why := complaint(words, (ROOT / page.name).parent)) and THERE_IS_NONE.search(why)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_command_stands_in_a_block_without_a_language() -> None:
    """What can be typed is a block of `console` or of `sh`, so that nothing is skipped unseen."""
    plain = [
        where(page, block)
        for page in EVERY
        for block in page.blocks("", "text", "shell", "bash")
        if looks_typed(block.text)
    ]
    assert not plain


def test_the_reasons_are_all_in_use() -> None:
    """A reason that nobody gives any more leaves the table."""
    given = {block.mark.value.split(" tests/")[0] for _, block in unrun() if block.mark}
    assert set(REASONS) == given
