"""A link to a folder leads to the folder's page, or nowhere: a site lists no files, so its words stay alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import addnodes

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def lead_into_folders(app: Sphinx, doctree: nodes.document) -> None:
    """Turn references to folders into ones to their pages; what does not exist stays, and fails the build."""
    for reference in list(doctree.findall(addnodes.pending_xref)):
        if reference.get("reftype") != "myst" or reference.get("refdomain"):
            continue
        _, path = app.env.relfn2path(reference["reftarget"])
        folder = Path(path)
        if not folder.is_dir():
            continue
        page = app.env.path2doc(str(folder / "README.md"))
        if page in app.env.found_docs:
            for name, value in (("refdomain", "doc"), ("reftarget", page), ("reftargetid", None)):
                reference[name] = value
        else:
            reference.replace_self(reference[0])


def setup(app: Sphinx) -> dict[str, bool]:
    """Join the build."""
    app.connect("doctree-read", lead_into_folders)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
