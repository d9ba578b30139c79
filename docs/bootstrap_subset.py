"""Write regapp/static/css/bootstrap.subset.css: the small part of Bootstrap that the pages use.

    .venv/bin/python docs/bootstrap_subset.py

Bootstrap's own file is 232 kB, more than a whole registration may weigh. Kept are its
reset ("reboot"), the grid and some utilities; components (buttons, fields, cards) are
drawn in regapp.css, under Bootstrap's class names where there is one. To use another
class of Bootstrap's, add it to KEEP and run this again.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).parent.parent / "regapp/static/css/bootstrap.subset.css"

SIDES = r"(0|1|2|3|4|5|auto)"
KEEP = re.compile(
    r"\.("
    r"container|row|col|col-auto|col-12|col(-sm|-md|-lg)?-(3|4|5|6|7|8|9|12)|g-[0-5]"
    rf"|(m|mt|mb|ms|me|mx|my)-{SIDES}|p[tbxy]?-[0-5]|gap-[0-5]"
    r"|d(-md)?-(none|block|flex|grid|inline|inline-block)|d-print-none"
    r"|flex-(wrap|column|row|grow-1|shrink-0|fill)|flex-md-row"
    r"|justify-content-(start|end|center|between)|align-items-(start|end|center|baseline)"
    r"|text-(start|end|center|nowrap|break|body-secondary)|fw-(bold|normal)"
    r"|visually-hidden|visually-hidden-focusable|list-unstyled|img-fluid"
    r"|w-100|h-100|position-relative|small|mark|h[1-6]"
    r")(?![\w-])"
)
# regapp.css has dark schemes of its own.
DROP = re.compile(r"\[data-bs-theme=dark\]|scroll-behavior")
CLASS = re.compile(r"\.[a-zA-Z][\w-]*")


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Each top-level rule as (selector or at-rule, body)."""
    start = 0
    while (brace := css.find("{", start)) != -1:
        depth, end = 1, brace + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[start:brace].strip(), css[brace + 1 : end - 1]
        start = end


def wanted(selector: str) -> bool:
    """Whether every class in a selector is kept; selectors without classes are the reset."""
    if DROP.search(selector):
        return False
    found = CLASS.findall(re.sub(r":not\([^)]*\)", "", selector))
    return all(KEEP.fullmatch(name) for name in found)


def subset(css: str) -> str:
    """The kept rules of a stylesheet, nested @media included."""
    kept = []
    for head, body in rules(css):
        if head.startswith("@media"):
            if inner := subset(body):
                kept.append(f"{head}{{{inner}}}")
        elif not head.startswith("@"):
            selectors = [part for part in re.split(r",(?![^(]*\))", head) if wanted(part)]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{body}}}\n")
    return "".join(kept)


def without_unused_variables(css: str) -> str:
    """Drop declarations of variables that no kept rule reads, until none is left to drop."""
    while True:
        read = set(re.findall(r"var\((--bs-[\w-]+)", css))
        slim = re.sub(
            r"(--bs-[\w-]+):[^;{}]*;?",
            lambda match, read=read: match[0] if match[1] in read else "",  # type: ignore[misc]
            css,
        )
        if slim == css:
            return re.sub(r"[^{}]+\{\}\n", "", css)
        css = slim


def main() -> None:
    """Read the file that Bootstrap-Flask brings along, write the subset."""
    source = files("flask_bootstrap") / "static/bootstrap5/css/bootstrap.min.css"
    text = source.read_text(encoding="utf-8")
    licence = re.search(r"/\*!.*?\*/", text, re.DOTALL)
    body = re.sub(r'@charset "UTF-8";|/\*.*?\*/', "", text, flags=re.DOTALL)
    made = without_unused_variables(subset(body))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(f"{licence[0] if licence else ''}\n{made}", encoding="utf-8")


if __name__ == "__main__":
    main()
