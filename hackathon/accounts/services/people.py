from typing import Any

from hackathon.accounts import policy
from hackathon.kernel.editing import RequireCurrent, accept_any
from hackathon.kernel.models.user import User

PROFILE = (
    "name",
    "language",
    "organisation",
    "role",
    "skills",
    "languages",
    "bio",
    "photo",
    "shown",
)


def edit_profile(
    *, actor: User, person: User, require_current: RequireCurrent = accept_any, **said: Any
) -> User:
    """Who somebody is; the log keeps which parts changed, not what they say."""
    if refused := said.keys() - set(PROFILE):
        raise ValueError(f"not part of a profile: {', '.join(sorted(refused))}")
    with policy.EDIT_PROFILE.begin(actor, person) as record:
        User.objects.select_for_update(no_key=True).get(pk=person.pk)  # one window at a time
        require_current(list(said))
        changed = [name for name, value in said.items() if getattr(person, name) != value]
        for name in changed:
            setattr(person, name, said[name])
        person.save(update_fields=changed)
        record.about(person, changed=changed, language=person.language)
    return person
