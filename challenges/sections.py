from challenges import selectors
from hackathon.models import Event, User
from hackathon.sections import ME, Section, section


@section(ME, order=30)
def own_challenges(event: Event | None, user: User) -> Section | None:
    owned = list(selectors.owned_by(user))
    return Section("challenges/my_challenges.html", {"challenges": owned}) if owned else None
