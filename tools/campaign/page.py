"""The campaign's table, and the page that holds it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE: Final = Path(__file__).parents[2] / "docs" / "campaign.md"
BEGIN: Final = "<!-- table: written by python -m tools.campaign -->"
END: Final = "<!-- end of table -->"
_HEAD: Final = """\
| fault | runs | reps saved | lost | doubled | worst recovery, s | else |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
"""


def table(documents: Iterable[dict[str, Any]]) -> str:
    """Return counts as a table."""
    return _HEAD + "".join(_row(document) for document in documents)


def _row(document: dict[str, Any]) -> str:
    recovery = "" if document["recovery_s"] is None else f"{document['recovery_s']:.1f}"
    wrong = [f"WRONG ({len(document['wrong'])}): {document['wrong'][0]}"] if document["wrong"] else []
    words = "; ".join([*wrong, *document["notes"]]).replace("|", "/")
    return (
        f"| {document['fault']} | {document['runs']:,} | {document['saved']:,} | {document['lost']} | "
        f"{document['doubled']} | {recovery} | {words} |\n"
    )


def renewed(page: str, documents: Iterable[dict[str, Any]]) -> str:
    """Return the page with its table replaced. ``ValueError`` when it has no place for one."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE} has no place marked for the table")
    return f"{before}{begin}\n{table(documents)}{end}{after}"
