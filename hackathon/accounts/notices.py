from collections.abc import Iterator

from allauth.account.models import EmailAddress

from hackathon.accounts.models import SignInHelp
from hackathon.kernel.models.audit import AuditEntry
from hackathon.kernel.notices import Letter, notice


@notice("person.send_link")
@notice("person.end_sessions")
def tell_who_was_helped(entry: AuditEntry) -> Iterator[Letter]:
    """Nobody's way in changes without their reading who changed it, and why."""
    person = entry.subject
    given = SignInHelp.objects.get(pk=entry.data["help"])
    yield Letter.to(person, f"mail/help_{given.kind}", person=person, help=given)


@notice("person.announce_factor")
@notice("person.keep_factor")
@notice("person.take_factor")
def tell_every_address(entry: AuditEntry) -> Iterator[Letter]:
    """A lost mailbox, or one that somebody else reads, must not be the only one that knows."""
    person = entry.subject
    given = SignInHelp.objects.get(pk=entry.data["help"])
    template = f"mail/{entry.verb.replace('.', '_')}"
    told = {"person": person, "help": given}
    confirmed = EmailAddress.objects.filter(user=person, verified=True).order_by("pk")
    for address in list(confirmed.values_list("email", flat=True)) or [person.email]:
        yield Letter(template, address, person.language, person, told)
    if entry.verb == "person.keep_factor":
        yield Letter.to(given.helped_by, "mail/factor_was_kept", **told)
