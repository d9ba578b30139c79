"""What the form of an announcement folds away: values with nothing to decide, and what is not there."""

from datetime import date, datetime, time

from wtforms import Field, SelectField

from regapp import texts
from regapp.web.fields import offered
from regapp.web.organise.announcement_filling import Shown
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext


def folded(field: Field, shown: Shown | None) -> str:
    """The line that stands for a field until it is opened; nothing where the host should look at it."""
    if field.errors or (shown and (shown.remarks or shown.doubted)):
        return ""
    words = _words(field)
    if words:
        return words if shown else ""
    return "" if field.flags.required else _("not in the text")


def _words(field: Field) -> str:
    match field.data:
        case datetime() as moment:
            return f"{texts.long_date(moment, language())}, {texts.clock_time(moment, language())}"
        case date() as day:
            return texts.long_date(datetime.combine(day, time()), language())
        case time() as hour:
            return f"{hour:%H:%M}"
    if isinstance(field, SelectField):
        return str(offered(field).get(field.data or "", "")) if field.data else ""
    lines = [line for line in str(field.data or "").splitlines() if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004 - one line, or none
        return "".join(lines)
    more = ngettext("and %(num)s more", "and %(num)s more", len(lines) - 1)
    return f"{lines[0]} … {more}"
