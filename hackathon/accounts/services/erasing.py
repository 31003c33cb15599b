"""Somebody deletes their own account: the row stays, and says nothing of who it was."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat, Lower

from hackathon.accounts import policy
from hackathon.accounts.privacy import addresses_of, empty_floors, holds_of
from hackathon.accounts.services.sign_in_help import end_all
from hackathon.kernel.apart import lock_people
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import noting
from hackathon.kernel.models.user import GONE, User, address_of_nobody
from hackathon.mail.models.mail import EmailLog

S = EmailLog.Status


def erase_person(*, actor: User, person: User) -> User:
    """Raises StateConflict with what is to be given up first.

    Whoever gives this person a role at the same time has done so before, or is refused; and of two
    who go at once, each would leave an event or the site to the other: one of them waits.
    """
    events = [own.event for own in person.organises.select_related("event").order_by("event")]
    with policy.ERASE_PERSON.begin(actor, person, lock=events) as record:
        lock_people({person.pk})
        lock_accounts(person)
        if holds := holds_of(person):
            raise StateConflict([hold.sentence for hold in holds])
        with noting(lambda model, columns: False):  # what is emptied gives nobody a role
            empty_floors(person)
        forget_mails(person)
        empty_account(person)
        end_all(person)
        record.about(person)
    return person


def lock_accounts(person: User) -> None:
    """Their own; and of who runs the site, with those of all who do."""
    people = Q(pk=person.pk)
    if person.is_superuser:
        people |= Q(is_superuser=True)
    rows = User.objects.filter(people).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def empty_account(person: User) -> None:
    """What the account says of the person, and every way to sign in with it."""
    for ways_in in (EmailAddress, Authenticator, SocialAccount):
        ways_in.objects.filter(user=person).delete()
    person.email, person.photo = address_of_nobody(person.pk), ""
    person.name = person.organisation = person.role = person.bio = ""
    person.skills, person.languages, person.shown = [], [], []
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.set_unusable_password()
    person.save()


def forget_mails(person: User) -> None:
    """What was sent stays counted, without an address; what was not sent is not sent."""
    mails = EmailLog.objects.annotate(to=Lower("recipient"))
    mails = mails.filter(Q(reader=person) | Q(to__in=addresses_of(person)))
    mails.filter(status__in=[S.QUEUED, S.HELD, S.FAILED]).delete()
    for mail in mails.filter(context__has_key="words").only("context"):  # from organisers to them
        EmailLog.objects.filter(pk=mail.pk).update(context={**mail.context, "words": ""})
    nobody = Concat(Cast("pk", CharField()), Value(f"@{GONE}"))
    mails.update(recipient=nobody, subject="", text="", html="", error="")
