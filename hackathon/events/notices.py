from collections.abc import Iterator

from hackathon.kernel.models.audit import AuditEntry
from hackathon.kernel.models.event import Organiser
from hackathon.kernel.models.user import User
from hackathon.kernel.notices import Letter, notice


@notice("organiser.add")
@notice("organiser.trust")
def tell_organiser_what_they_may(entry: AuditEntry) -> Iterator[Letter]:
    organiser = Organiser.objects.filter(pk=entry.subject_id).select_related("user").first()
    if organiser and organiser.user != entry.actor:
        yield Letter.to(
            organiser.user,
            f"mail/{entry.verb.replace('.', '_')}",
            event=entry.event,
            by=entry.actor,
            sees_marks=entry.data["sees_marks"],
        )


@notice("organiser.remove")
def tell_who_organises_no_longer(entry: AuditEntry) -> Iterator[Letter]:
    person = User.objects.get(pk=entry.data["removed"])
    if person != entry.actor:
        yield Letter.to(person, "mail/organiser_remove", event=entry.event, by=entry.actor)
