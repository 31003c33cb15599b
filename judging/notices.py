from collections.abc import Iterator

from hackathon.models import AuditEntry
from hackathon.notices import Letter, notice
from judging import selectors
from teams.models import Member


@notice("judge.invite")
def invite_judge_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    judge = entry.subject
    yield Letter.to_address(
        judge.email, "judging/mail/invitation", sender=entry.actor, event=judge.event, judge=judge
    )


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
