"""Writes: each public function marked @use_case is one use case and one transaction."""

from regapp.services import tallying

__all__ = ["tallying"]  # it watches every transaction from here on
