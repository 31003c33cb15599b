from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings

from hackathon.models import AuditEntry, User
from hackathon.notices import Letter, notice
from judging import selectors
from judging.models import Judge
from teams.models import Member


@notice("judge.invite")
def invite_judge_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    yield invitation(entry.subject, entry.actor)


@notice("judge.import")
@notice("candidate.answer")
def invite_judges_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    for judge in Judge.objects.filter(pk__in=entry.data.get("invited", [])):
        yield invitation(judge, entry.actor)


def invitation(judge: Judge, sender: User) -> Letter:
    """In the language of the account, else one that the judge speaks, else the sender's."""
    letter = Letter.to_address(
        judge.email, "judging/mail/invitation", sender=sender, event=judge.event, judge=judge
    )
    offered = [code for code in judge.languages if code in dict(settings.LANGUAGES)]
    return letter if letter.reader or not offered else replace(letter, language=offered[0])


@notice("judge.excuse")
def tell_who_takes_over(entry: AuditEntry) -> Iterator[Letter]:
    numbers = dict(entry.data.get("takers", []))
    called_up = entry.data.get("called_up", [])
    judges = Judge.objects.seated().filter(pk__in={*numbers, *called_up}).select_related("user")
    for judge in judges.select_related("event"):
        yield Letter.to(
            judge.user, "judging/mail/takes_over", event=judge.event, judge=judge,
            number=numbers.get(judge.pk, 0), is_called_up=judge.pk in called_up,
        )  # fmt: skip


@notice("judge.excuse")
def thank_who_leaves(entry: AuditEntry) -> Iterator[Letter]:
    judge = entry.subject
    if judge.user:
        yield Letter.to(judge.user, "judging/mail/excused", event=judge.event, judge=judge)


@notice("rules.amend")
def tell_jury_of_the_new_sheet(entry: AuditEntry) -> Iterator[Letter]:
    sheet = entry.subject
    for judge in sheet.event.judges.seated().select_related("user"):
        yield Letter.to(judge.user, "judging/mail/amended", event=sheet.event, sheet=sheet)


@notice("judge.nudge")
def remind_judge(entry: AuditEntry) -> Iterator[Letter]:
    judge = entry.subject
    if judge.user:
        yield Letter.to(judge.user, "judging/mail/nudge", event=judge.event, judge=judge)


@notice("scorecard.reopen")
def tell_judge_of_reopening(entry: AuditEntry) -> Iterator[Letter]:
    card = entry.subject
    about = {"event": card.event, "card": card}
    if card.judge.user:
        yield Letter.to(card.judge.user, "judging/mail/reopened", **about)


@notice("results.publish")
def congratulate_winners(entry: AuditEntry) -> Iterator[Letter]:
    for award in selectors.winners(entry.subject):
        for member in award.submission.team.members.select_related("user"):
            yield Letter.to(member.user, "judging/mail/winner", event=entry.subject, award=award)


@notice("results.publish")
def tell_everybody_else(entry: AuditEntry) -> Iterator[Letter]:
    event = entry.subject
    won = [award.submission.team_id for award in selectors.winners(event)]
    others = Member.objects.filter(event=event).exclude(team__in=won).select_related("user")
    for member in others:
        yield Letter.to(member.user, "judging/mail/results", event=event)


@notice("results.publish")
def thank_the_jury(entry: AuditEntry) -> Iterator[Letter]:
    event = entry.subject
    for judge in event.judges.seated().select_related("user"):
        yield Letter.to(judge.user, "judging/mail/jury_results", event=event, judge=judge)
