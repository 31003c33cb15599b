"""How somebody is asked by mail to come, and answers: the same for judges and coaches.

Each function is called inside an operation, with the row under its lock.
"""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.models.invited import Invitable
from hackathon.kernel.operations import Record


def require_askable(guest: Invitable, *, no_address: str, is_in: str) -> None:
    """Raises StateConflict with one of these sentences if there is nobody to ask."""
    if not guest.email:
        raise StateConflict(no_address)
    if guest.is_in:
        raise StateConflict(is_in)


def send_offer(record: Record, guest: Invitable, language: str) -> None:
    """The mail is promised by the operation's verb; the link of an earlier one dies.

    Without a ``language`` it is the one that was chosen before.
    """
    guest.offer(record.at)
    guest.language = language or guest.language
    guest.save()
    record.about(guest)


def end_offer_to(guest: Invitable, address: str) -> None:
    """An open offer ends with the address that it went to: who has the link would come in as
    somebody else."""
    if guest.email != address and guest.accepted_at is None:
        guest.end_offer()
        guest.save(update_fields=guest.OFFER)


def require_open_offer(guest: Invitable) -> None:
    if not guest.awaits_answer:
        raise StateConflict(_("This invitation has been used."))


def decline_offer(record: Record, guest: Invitable) -> None:
    guest.decline(record.at)
    guest.save(update_fields=["declined_at", "token_hash"])
    record.about(guest)
