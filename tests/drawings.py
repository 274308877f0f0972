"""Reading a drawing back: its elements in order, each with its attributes and its own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    words: str = ""
    children: list[Element] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


class Drawing(HTMLParser):
    """The elements of some SVG text. Fails where a tag is closed that was not open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()
        assert self._open == [], f"never closed: {self._open[-1].name}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        if self._open:
            self._open[-1].children.append(element)
        self.elements.append(element)
        self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1].name == tag, f"{tag} was not open"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].words += data

    def of(self, name: str) -> list[Element]:
        return [element for element in self.elements if element.name == name]
