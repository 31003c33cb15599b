from hackathon import policy
from hackathon.models import User


def edit_profile(*, actor: User, person: User, name: str, language: str) -> User:
    with policy.EDIT_PROFILE.begin(actor, person) as record:
        person.name, person.language = name, language
        person.save(update_fields=["name", "language"])
        record.about(person, language=language)
    return person
