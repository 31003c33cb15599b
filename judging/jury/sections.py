from hackathon.kernel.sections import (
    HOME,
    Section,
    section,
)
from hackathon.models import Event, User
from judging.jury.selectors import jury_of


@section(HOME, order=60)
def who_judges(event: Event, user: User) -> Section | None:
    people = jury_of(event)
    return Section("judging/jury/home_jury.html", {"judges": people}) if people else None
