"""Addresses compiled once for all applications of a run.

An application has some 300 of them, and Werkzeug compiles two functions for each,
which is most of what making an application takes.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_compile = Rule._compile_builder
_compiled: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


def install() -> None:
    """From now on, rules that are written alike share what is compiled of them."""
    Rule._compile_builder = _compile_once  # type: ignore[method-assign]


def _compile_once(rule: Any, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002
    if rule.defaults:
        return _compile(rule, append_unknown)
    # All that is compiled into the function; the rule itself and its converters come with each call.
    key = (rule.rule, *rule._trace, append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]
