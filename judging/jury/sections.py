from typing import Any

from hackathon.kernel.sections import (
    HOME,
    Section,
    section,
)
from hackathon.models import Event, User
from judging.jury.selectors import introduce_judges, shown_judges


@section(HOME, order=60, readings={"judges": shown_judges})
def who_judges(event: Event, user: User, judges: list[Any]) -> Section | None:
    people = introduce_judges(judges)
    return Section("judging/jury/home_jury.html", {"judges": people}) if people else None
