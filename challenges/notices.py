from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice, to_organisers
from hackathon.models import AuditEntry


@notice("question.ask")
def tell_who_answers(entry: AuditEntry) -> Iterator[Letter]:
    """The owners of the challenge; where it has none, the organisers answer."""
    question = entry.subject
    owners = question.challenge.owners.select_related("user")
    for owner in owners:
        yield Letter.to(
            owner.user, "challenges/mail/question", event=question.event, question=question
        )
    if not owners:
        yield from to_organisers(question.event, "challenges/mail/question", question=question)


@notice("owner.remove")
def tell_organisers_of_what_is_left(entry: AuditEntry) -> Iterator[Letter]:
    """Questions that waited for an owner who is gone wait for the organisers."""
    challenge = entry.subject
    waiting = challenge.questions.filter(answered_at=None)
    if waiting.exists() and not challenge.owners.exists():
        yield from to_organisers(challenge.event, "challenges/mail/left", challenge=challenge)


@notice("question.answer")
def tell_the_asker(entry: AuditEntry) -> Iterator[Letter]:
    """When the words are new: publishing the same ones later tells the asker nothing."""
    question = entry.subject
    if entry.data["new"]:
        yield Letter.to(
            question.asked_by, "challenges/mail/answer", event=question.event, question=question
        )
