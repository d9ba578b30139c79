"""The life of an event: published, taken back, copied, kept as a template, put away, thrown away."""

from regapp.web.organise.life import copying, publishing, putting_away

__all__ = ["copying", "publishing", "putting_away"]
