"""HTML as a tree, just enough of it to look things up."""

from functools import cached_property, lru_cache
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BUTTONS = {"submit", "button", "reset", "image"}


class Node:
    """An element: its tag, attributes, and what is inside."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Node | None" = None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.inside: list[Node | str] = []

    def all(self, *tags: str, **attributes: str) -> "list[Node]":
        """The elements inside, in the page's order, of these tags and with these attributes."""
        wanted = [(name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items()]
        return [
            node
            for node in self._descendants
            if (not tags or node.tag in tags) and all(node.get(name) == value for name, value in wanted)
        ]

    def one(self, *tags: str, **attributes: str) -> "Node":
        """The only such element."""
        found = self.all(*tags, **attributes)
        assert len(found) == 1, f"{len(found)} of {tags} {attributes}"
        return found[0]

    def get(self, name: str, default: str | None = None) -> str | None:
        """An attribute's value."""
        return self.attributes.get(name, default)

    @property
    def text(self) -> str:
        """All text inside, white space as one blank."""
        parts = (part if isinstance(part, str) else f" {part.text} " for part in self.inside)
        return " ".join("".join(parts).split())

    def within(self, tag: str) -> bool:
        """Whether an element of that tag is around this one."""
        node = self.parent
        while node and node.tag != tag:
            node = node.parent
        return node is not None

    def values(self) -> dict[str, str]:
        """What a browser would send of this form if nobody touched it."""
        values: dict[str, str] = {}
        for field in self.all("input", "textarea", "select"):
            name, kind = field.get("name"), field.get("type", "text")
            if (
                not name
                or kind in BUTTONS
                or (kind in {"radio", "checkbox"} and "checked" not in field.attributes)
            ):
                continue
            values[name] = _value(field)
        return values

    @cached_property
    def _descendants(self) -> "list[Node]":
        found: list[Node] = []
        rest: list[Node | str] = self.inside[::-1]
        while rest:
            if isinstance(part := rest.pop(), Node):
                found.append(part)
                rest += part.inside[::-1]
        return found


@lru_cache(maxsize=4)  # the rules of the house have read a page before its test does
def parse(html: str) -> Node:
    """The tree of a page; nobody changes it."""
    builder = _Builder()
    builder.feed(html)
    assert builder.open is builder.root, f"<{builder.open.tag}> is never closed"
    return builder.root


def _value(field: Node) -> str:
    match field.tag:
        case "textarea":
            text = "".join(part for part in field.inside if isinstance(part, str))
            return text.replace("\r\n", "\n").removeprefix("\n")  # a first line break is not part of it
        case "select":
            options = field.all("option")
            chosen = [option for option in options if "selected" in option.attributes] or options[:1]
            return (chosen[0].get("value") or "") if chosen else ""
        case _:
            return field.get("value") or ""


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.open = Node("document", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute of <{tag}> stands twice: {names}"
        node = Node(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.inside.append(node)
        if tag not in VOID:
            self.open = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.inside.append(Node(tag, {name: value or "" for name, value in attrs}, self.open))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.tag, f"</{tag}> closes <{self.open.tag}>"
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.inside.append(data)
