"""Days and times in words, where the workshop is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import format_date
from flask_babel import gettext as _

from facilitator.languages import clock_time


@dataclass(frozen=True)
class When:
    """Says moments (ISO, UTC) and days (ISO) as people of that zone say them at that moment."""

    zone: str
    moment: datetime

    def at(self, moment: str) -> str:
        """Such as *vandaag om 20.00 uur*, *morgen om 8.00 uur*, *donderdag 26 november om 20.00 uur*."""
        there = datetime.fromisoformat(moment).astimezone(ZoneInfo(self.zone))
        time = clock_time(there, self.zone)
        return _("%(day)s om %(time)s uur", day=self._named(there.date()), time=time)

    def day(self, day: str) -> str:
        """Such as *vandaag*, *gisteren*, *maandag 23 november*."""
        return self._named(date.fromisoformat(day))

    def _named(self, day: date) -> str:
        today = self.moment.astimezone(ZoneInfo(self.zone)).date()
        near = {
            today - timedelta(days=1): _("gisteren"),
            today: _("vandaag"),
            today + timedelta(days=1): _("morgen"),
        }
        return near.get(day) or format_date(day, "EEEE d MMMM")
