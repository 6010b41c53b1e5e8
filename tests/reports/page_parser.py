"""Pages as a parser sees them."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "img", "br", "hr"}


class Element:
    def __init__(self, tag: str, attrs: dict[str, str | None], parent: Element | None) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Element | str] = []

    @property
    def text(self) -> str:
        """All words within, exactly as they stand."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        """All words within, blanks folded as a browser does."""
        return " ".join(self.text.split())

    def all(self, tag: str = "", **attrs: str) -> list[Element]:
        """Elements within, by tag and attributes; ``class_`` names one of the classes."""
        elements = []
        for child in self.children:
            if isinstance(child, Element):
                if child.fits(tag, attrs):
                    elements.append(child)
                elements.extend(child.all(tag, **attrs))
        return elements

    def one(self, tag: str = "", **attrs: str) -> Element:
        (element,) = self.all(tag, **attrs)
        return element

    def fits(self, tag: str, attrs: dict[str, str]) -> bool:
        classes = (self.attrs.get("class") or "").split()
        return (not tag or self.tag == tag) and all(
            value in classes if name == "class_" else self.attrs.get(name) == value for name, value in attrs.items()
        )


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"<{tag}> says an attribute twice"
        element = Element(tag, dict(attrs), self.open)
        self.open.children.append(element)
        if tag not in _VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.children.append(Element(tag, dict(attrs), self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.tag == tag, f"</{tag}> closes <{self.open.tag}>"
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def parse(html: str) -> Element:
    """The page as a tree. Every element has to be closed by its own end tag."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert parser.open is parser.root, f"<{parser.open.tag}> is never closed"
    return parser.root
