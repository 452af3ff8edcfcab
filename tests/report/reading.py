"""Reading a page as a browser would: its headings, tables, pictures, links and words."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = {"meta", "br", "img", "link", "hr", "input"}


class Page(HTMLParser):
    """Collects what a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        """Element, attribute, value."""
        self.words = ""
        self.headings: list[tuple[int, str]] = []
        self.tables: list[list[list[str]]] = []
        self.pictures: list[dict[str, str]] = []
        """By picture: its attributes, ``title`` and ``desc``."""
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.names.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        elif tag == "svg":
            self.pictures.append({name: value or "" for name, value in attrs})
        elif tag in ("h1", "h2", "h3"):
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        """Close an element; every one that was opened is closed in its turn."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text where it stands."""
        data = data.replace("\N{NO-BREAK SPACE}", " ")
        inside = self._open[-1] if self._open else ""
        if inside == "style":
            return
        self.words += data + ("" if inside in ("em", "strong", "span", "a") else " ")
        if "td" in self._open or "th" in self._open:
            self.tables[-1][-1][-1] += data
        if inside in ("title", "desc") and "svg" in self._open:
            self.pictures[-1][inside] = data
        if inside in ("h1", "h2", "h3"):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)

    def table(self, *columns: str) -> list[list[str]]:
        """Return the rows of the table that has these columns."""
        found = [rows for rows in self.tables if rows and set(columns) <= set(rows[0])]
        assert found, columns
        return found[0][1:]
