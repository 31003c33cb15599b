from collections.abc import Iterator

from hackathon.models import AuditEntry
from hackathon.notices import Letter, notice


@notice("question.ask")
def tell_owners(entry: AuditEntry) -> Iterator[Letter]:
    question = entry.subject
    for owner in question.challenge.owners.select_related("user"):
        yield Letter.to(
            owner.user, "challenges/mail/question", event=question.event, question=question
        )


@notice("question.answer")
def tell_the_asker(entry: AuditEntry) -> Iterator[Letter]:
    """When the words are new: publishing the same ones later tells the asker nothing."""
    question = entry.subject
    if entry.data["new"]:
        yield Letter.to(
            question.asked_by, "challenges/mail/answer", event=question.event, question=question
        )
