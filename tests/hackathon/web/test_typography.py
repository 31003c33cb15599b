"""What each language sets in its own way."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.template import engines
from django.utils import timezone, translation


def test_an_instant_is_written_for_people_and_for_programs():
    at = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    template = engines["django"].from_string("{% moment at %}")

    with translation.override("de"), timezone.override(ZoneInfo("Europe/Brussels")):
        assert template.render({"at": at}) == (
            '<time datetime="2026-03-01T13:00:00+01:00">1. März 2026, 13:00</time>'
        )
