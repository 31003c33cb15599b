"""One event in which everybody has something to do, put into any phase: the people by role,
and what only they know (a code on paper, the token of a mail)."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from hackathon.files.storage import store
from hackathon.kernel.guard import unguarded
from hackathon.kernel.predicates import event_of
from hackathon.models import EmailLog, Event, User
from judging.conflicts.services import declare_conflict, settle_conflict
from judging.models import (
    Conflict,
    Judge,
    JuryRules,
    NeutralName,
    Panel,
    PaperSheet,
    Score,
    Scorecard,
    UnsavedMarks,
)
from judging.planning.services import propose_wave
from judging.ranking.services.calculation import calculate
from judging.seats.services.leaving import excuse_judge
from judging.seats.services.room import ask_for_seat, open_room
from teams.gallery.services import open_gallery
from teams.help.models.request import OPEN_AT_ONCE
from teams.models import Attachment, ConsentText, LateRequest, Participant, Submission, Team
from teams.participants.services.admission import publish_consent
from teams.rulings.services import close_team
from teams.submissions.services.uploads import begin_upload
from teams.submissions.services.verdicts import rescue, triage
from teams.team.services.joining import ask_to_join, open_link
from teams.team.services.registration import edit_team, invite_members
from tests import factories
from tests.house.test_pages import file_of
from tests.journeys.panel import set_clock
from tests.journeys.scene import asked, at_the_doors, event_in, wanted
from tests.publishing import withhold_award
from tests.teams.submissions.tus import PDF

MOST_ROWS = 12
PHASES = ("draft", "registration", "hacking", "judging", "deliberation", "published")


@dataclass
class Scene:
    event: Event
    roles: dict[str, User | None]
    known: dict[str, str]  # what has to be typed and cannot be made up, by the field's name
    changed: dict[str, list[dict[str, str]]]  # what is typed over what stands there, by the view
    rows: dict[str, Any]
    arguments: dict[str, Any]  # of addresses
    home: str
    mailed: list[str]  # addresses that somebody has in a mail or on paper
    desk: list[str]  # rows of the workplace that are not the first of their list
    read: dict[type[Model], list[Model]] = field(default_factory=dict)

    def rows_of(self, model: type[Model]) -> list[Model]:
        """The first of this event, and of what belongs to none; read once."""
        if model not in self.read:
            rows = model._default_manager.all()[:MOST_ROWS]
            self.read[model] = [row for row in rows if event_of(row) in (self.event, None)]
        return self.read[model]


def mail_that_waits(event: Event) -> EmailLog:
    """To an address without an account, held until somebody decides."""
    return EmailLog.objects.create(
        entry=event.audit_entries.first(),
        recipient="typed.wrong@example.org",
        status="held",
        template="teams/mail/invitation",
        context={},
    )


def everything() -> dict[str, Any]:
    """The rows of the scene, made while teams hack."""
    factories.number_anew()
    rows = event_in("hacking", "forms")
    event = rows["event"]
    rows |= at_the_doors(rows)
    boss = factories.OrganiserFactory(event=event).user
    expert, seat = asked(rows)
    helper, coach = wanted(rows)
    rows |= {"expert_seat": seat, "coach_seat": coach, "boss": boss}
    rows |= {"alone": open_team(event, rows["challenge"]), **full_team(event, rows["challenge"])}
    rows |= team_matters(rows)
    rows |= jury_matters(event, rows["challenge"], boss)
    text = ConsentText(kind="image", sentence="Photos of me may be shown.", is_required=False)
    publish_consent(actor=boss, event=event, text=text)
    rows["mail"] = mail_that_waits(event)
    rows["room"] = code = open_room(actor=boss, event=event, minutes=60)
    ask_for_seat(code=code, name="A guest", email="guest@example.org")
    rows["comer"], later = participant(event), timezone.now() + timedelta(days=9)
    participant(event, rows["invited"], status="offered", confirm_by=later)
    rows["looking"] = participant(event, is_looking=True)
    rows["closed"] = closed_team(event, rows["challenge"], boss)
    rows["excused"] = excused_judge(event, rows["challenge"], boss)
    rows["rescued"] = project_submitted_for_its_team(event, rows["challenge"], boss)
    rows |= {
        "helper": helper,
        "expert": expert,
        "unseeing": factories.OrganiserFactory(event=event, sees_marks=False).user,
        "superuser": factories.UserFactory(is_staff=True, is_superuser=True),
    }
    return rows


def scene_in(phase: str, rows: dict[str, Any]) -> Scene:
    """The clock is put where the test wants it, and what belongs to that phase is added."""
    rows = deepcopy(rows)
    event, boss, comer = rows["event"], rows["boss"], rows["comer"]
    put_into(event, phase, rows)
    return Scene(
        event=event,
        roles={
            "anonymous": None,
            "newcomer": rows["newcomer"],
            "participant": comer,
            "invited": rows["invited"],
            "member": rows["second"].user,
            "captain": rows["captain"],
            "full": rows["full_captain"],
            "coach": rows["coach"].user,
            "helper": rows["helper"],
            "expert": rows["expert"],
            "judge": rows["judge"].user,
            "recused": rows["recused"].user,
            "president": rows["president"].user,
            "owner": rows["owner"].user,
            "organiser": boss,
            "unseeing": rows["unseeing"],
            "superuser": rows["superuser"],
        },
        known={
            "code": rows["link"].code,
            "login": boss.email,
            "MoveForm-email": comer.email,
            "email": comer.email,  # of somebody who has an account, and takes part
            "neutral-text": "rail.eu",  # what a finding rests on
        },
        changed=changed(event, rows, comer),
        rows=rows,
        arguments=arguments(event, rows),
        home=event.get_absolute_url(),
        mailed=mailed(event, rows),
        desk=desk(rows),
    )


def excused_judge(event, challenge, organiser) -> Judge:
    """A judge whom an organiser has excused, and can take back."""
    judge = factories.JudgeFactory(event=event)
    factories.PanelSeatFactory(judge=judge, challenge=challenge)
    excuse_judge(actor=organiser, judge=judge, reason="They are ill.")
    return judge


def project_submitted_for_its_team(event, challenge, organiser) -> Submission:
    """A project that an organiser has submitted for its team, and can take back.

    It is not eligible, so that it is on nobody's desk: a page of each kind is looked at so often.
    """
    seat = factories.MemberFactory(team__event=event, team__challenge=challenge)
    version = rescue(
        actor=organiser,
        team=seat.team,
        content={"title": "Sent by mail"},
        revision=0,
        reason="They could not.",
    )
    triage(actor=organiser, submission=version.submission, kind="no", reason="Another event's.")
    return version.submission


def participant(event, user: User | None = None, status="confirmed", **more) -> User:
    """Who has a place, or is offered one, and has no team."""
    user, now = user or factories.UserFactory(), timezone.now()
    with unguarded("scene"):
        Participant.objects.create(
            event=event,
            user=user,
            status=status,
            started_at=now,
            applied_at=now,
            confirmed_at=now if status == "confirmed" else None,
            **more,
        )
    return user


def open_team(event, challenge) -> Team:
    """A team of one who looks for people: another captain can propose a merger."""
    seat = factories.MemberFactory(team__event=event, team__challenge=challenge)
    return edit_team(actor=seat.user, team=seat.team, is_open=True)


def closed_team(event, challenge, organiser) -> Team:
    """A team that an organiser has closed, and can reopen."""
    seat = factories.MemberFactory(team__event=event, team__challenge=challenge)
    return close_team(actor=organiser, team=seat.team, reason="They had asked for it.")


def full_team(event, challenge) -> dict:
    """A team with nobody to take in any more, and every door to it that was open before."""
    seat = factories.MemberFactory(team__event=event, team__challenge=challenge)
    team = seat.team
    edit_team(actor=seat.user, team=team, is_open=True)
    link = open_link(actor=seat.user, team=team, uses=5, days=5)
    late = factories.UserFactory()
    invitation = invite_members(actor=seat.user, team=team, emails=[late.email])[0]
    request = ask_to_join(actor=factories.UserFactory(), team=team, message="I know trains.")
    for number in range(2, event.max_team_size + 1):
        factories.MemberFactory(team=team, seat=number, is_captain=False)
    for slot in range(1, OPEN_AT_ONCE + 1):
        factories.HelpRequestFactory(team=team, asked_by=seat.user, slot=slot)
    return {
        "full": team,
        "full_link": link,
        "full_captain": seat.user,
        "full_request": request,
        "full_invitation": invitation,
        "invited": late,
    }


def team_matters(rows) -> dict:
    """A file, an upload on its way, an invitation, somebody in a team whom another one invites."""
    file = file_of(rows)
    stored = store(SimpleUploadedFile("plan.pdf", PDF))
    with unguarded("scene"):
        Attachment.objects.filter(pk=file.pk).update(sha256=stored.sha256, size=stored.size)
    upload = begin_upload(actor=rows["captain"], team=rows["team"], name="plan.pdf", size=9)
    two = [rows["newcomer"].email, rows["full_captain"].email]
    invitations = invite_members(actor=rows["captain"], team=rows["team"], emails=two)
    with unguarded("scene"):  # long enough ago to be sent again
        rows["team"].invitations.update(created_at=timezone.now() - timedelta(hours=1))
    return {"upload": upload, "invitation": invitations[0], "crossing": invitations[1]}


def jury_matters(event, challenge, boss) -> dict:
    """A president, a judge who stands aside, a scorecard that is in, one that is on paper.

    Of two findings about handed-in scorecards one is to be settled; the other rests on a name that
    is no sign of a tie.
    """
    president, recused, other = factories.JudgeFactory.create_batch(3, event=event)
    for judge, role in ((president, "president"), (recused, "member"), (other, "member")):
        factories.PanelSeatFactory(judge=judge, challenge=challenge, role=role)
    projects = [project_in(event, challenge, f"Project {n}") for n in range(3)]
    declare_conflict(
        actor=recused.user,
        judge=recused,
        team=projects[0].submission.team,
        kind="family",
        reason="My sister.",
    )
    judge, now = event.judges.get(function="Chief commissioner"), timezone.now()
    projects.append(written_anew(judge, projects[1]))
    for juror in (president, other):
        for version in (projects[0], *projects[2:]):
            marked(juror, version, now)
    factories.ScorecardFactory(
        judge=judge, version=projects[0], abstained_at=now, abstained_reason="I know them."
    )
    seat = projects[2].submission.team.members.select_related("user").get()
    seat.user.organisation = judge.organisation  # which a search finds
    seat.user.save()
    with unguarded("scene"):
        JuryRules.objects.create(event=event, ladder=["median", "president"])
        Conflict.objects.create(
            judge=other,
            team=projects[2].submission.team,
            origin="found",
            state="proposed",
            sign="domain",
            clues=["rail.eu"],
            declared_at=now,
        )
        NeutralName.objects.create(event=event, text="bus.eu", named_by=boss, named_at=now)
        Conflict.objects.create(
            judge=president,
            team=projects[2].submission.team,
            origin="found",
            state="proposed",
            sign="domain",
            clues=["bus.eu"],
            is_neutral=True,
            declared_at=now,
        )
        sheet = PaperSheet.objects.create(
            judge=recused,
            version=projects[-1],
            typed_by=factories.UserFactory(),
            typed_at=now,
            marks={str(criterion.pk): 3 for criterion in event.criteria.all()},
        )
        unsaved = UnsavedMarks.objects.create(
            judge=judge, version=projects[2], remarks="Good.", sent_at=now
        )
    idle = factories.JudgeFactory(event=event)  # has done nothing yet
    factories.PanelSeatFactory(judge=idle, challenge=challenge)
    return {
        "president": president,
        "recused": recused,
        "other": other,
        "sheet": sheet,
        "projects": projects,
        "idle": idle,
        "unsaved": unsaved,
    }


def written_anew(judge, version):
    """A newer version of a project, which this judge has marked before; the newer one."""
    marked(judge, version, timezone.now())
    words = {"title": version.title, "submitted_by": version.submitted_by}
    return factories.VersionFactory(submission=version.submission, number=2, **words)


def marked(judge, version, at) -> None:
    """A scorecard with a mark for each criterion, handed in."""
    card = factories.ScorecardFactory(judge=judge, version=version, handed_in_at=at)
    for criterion in judge.event.criteria.all():
        factories.ScoreFactory(scorecard=card, criterion=criterion, value=4)


def project_in(event, challenge, title):
    seat = factories.MemberFactory(team__event=event, team__challenge=challenge)
    submission = factories.SubmissionFactory(team=seat.team, title=title)
    return factories.VersionFactory(submission=submission, submitted_by=seat.user, title=title)


def put_into(event, phase, rows) -> None:
    if phase == "published":
        set_clock(event, "deliberation")
        calculate(event=event)  # else each page that tells a rank would
        prize = rows["challenge"].prizes.get()
        factories.AwardFactory(prize=prize, submission=rows["submission"])
        factories.published(event)
        prize.title = "The first prize"  # which the page of results does not tell yet
        with unguarded("scene"):
            prize.save()
        return
    set_clock(event, phase)
    if phase in ("draft", "registration", "hacking"):
        without_marks(event)
    if phase in ("draft", "registration"):
        with unguarded("scene"):  # who has no place yet is asked for something
            event.entry_questions.filter(label="Diet").update(is_required=True)
    if phase == "judging":
        shared_out(event, rows)
    if phase in ("judging", "deliberation"):
        calculate(event=event)
    if phase == "deliberation":
        decided(event, rows)
    if phase == "judging":
        with unguarded("scene"):
            other = rows["projects"][2]
            LateRequest.objects.create(
                team=other.submission.team,
                asked_by=other.submitted_by,
                reason="The network.",
                asked_at=timezone.now(),
            )


def without_marks(event) -> None:
    """Before judging nobody has marked anything."""
    with unguarded("scene"):
        PaperSheet.objects.filter(judge__event=event).delete()
        UnsavedMarks.objects.filter(judge__event=event).delete()
        Score.objects.filter(scorecard__judge__event=event).delete()
        Scorecard.objects.filter(judge__event=event).delete()


def decided(event, rows) -> None:
    """Nothing is missing for the publication, and the gallery is open."""
    for finding in Conflict.objects.proposed().filter(judge__event=event):
        settle_conflict(actor=rows["boss"], conflict=finding, stands=False, reason="Homonyms.")
    with unguarded("scene"):  # a sheet that nobody compared holds the publication back
        PaperSheet.objects.filter(judge__event=event).delete()
    prize = rows["challenge"].prizes.get()
    withhold_award(actor=rows["boss"], prize=prize, reason="No project was complete.")
    open_gallery(actor=rows["boss"], event=event)


def shared_out(event, rows) -> None:
    """A second panel whose projects go to some of its judges, with a wave to be released."""
    challenge = factories.ChallengeFactory(event=event, slug="shared", title="Shared out")
    for judge, role in ((rows["president"], "president"), (rows["other"], "member")):
        factories.PanelSeatFactory(judge=judge, challenge=challenge, role=role)
    for number in range(2):
        project_in(event, challenge, f"Shared {number}")
    with unguarded("scene"):
        Panel.objects.create(challenge=challenge, mode="some", reviews_each=1)
    propose_wave(actor=rows["boss"], challenge=challenge)


def arguments(event, rows) -> dict[str, Any]:
    """A value for each argument of an address."""
    return {
        "event_slug": event.slug,
        "slug": rows["challenge"].slug,
        "event_id": event.pk,
        "team_id": rows["team"].pk,
        "number": 1,
        "language": "en",
        "invitation_id": rows["invitation"].pk,
        "link_id": rows["link"].pk,
        "member_id": rows["second"].pk,
        "request_id": rows["request"].pk,
        "offer_id": rows["offer"].pk,
        "submission_id": rows["submission"].pk,
        "help_id": rows["help"].pk,
        "question_id": rows["question"].pk,
        "judge_id": rows["other"].pk,
        "sheet_id": rows["sheet"].pk,
        "unsaved_id": rows["unsaved"].pk,
        "card_id": getattr(rows["other"].scorecards.first(), "pk", None),
        "person_id": rows["captain"].pk,
        "participant_id": rows["looking"].takes_part.get().pk,
        "candidate_id": event.candidates.get().pk,
        "conflict_id": event.judges.get(pk=rows["recused"].pk).conflicts.get().pk,
    }


def changed(event, rows, comer) -> dict[str, list[dict[str, str]]]:
    """What somebody types over what stands there, by the names of the view and of the fields.

    A form is sent once for each of them.
    """
    sooner = timezone.localtime(event.submissions_close_at - timedelta(minutes=10), event.zone)
    return {
        "admin:hackathon_event_change": [{"grace_minutes": "7"}],
        "admin:challenges_challenge_change": [
            {
                "submissions_close_at_0": sooner.date().isoformat(),
                "submissions_close_at_1": sooner.time().isoformat("minutes"),
            }
        ],
        "admin:teams_extension_deadlines": [{"whom": "all"}, {"whom": f"t{rows['team'].pk}"}],
        "teams:check_in": [{"code": comer.takes_part.get().code}],
    }


def desk(rows) -> list[str]:
    """Who has not accepted yet, who has done nothing yet, and who was excused; a project that was
    submitted for its team; a team, and one that is closed."""
    teams = (rows["team"], rows["closed"])
    return [
        reverse("admin:judging_judge_change", args=[rows["expert_seat"].pk]),
        reverse("admin:judging_judge_delete", args=[rows["idle"].pk]),
        reverse("admin:teams_coach_change", args=[rows["coach_seat"].pk]),
        reverse("admin:judging_judge_reinstate", args=[rows["excused"].pk]),
        reverse("admin:teams_submission_recall", args=[rows["rescued"].pk]),
        *(reverse("admin:teams_team_put_right", args=[team.pk]) for team in teams),
    ]


def mailed(event, rows) -> list[str]:
    def at(name, *arguments):
        return reverse(name, args=[event.slug, *arguments])

    return [
        *(
            at("teams:accept", rows[name].token)
            for name in ("invitation", "crossing", "full_invitation")
        ),
        *(at("teams:join", rows[name].code) for name in ("link", "full_link")),
        *(at("teams:ask", rows[name].pk) for name in ("team", "full")),
        f"{at('judging:ask')}?code={rows['room'].short}",
        at("teams:register"),  # as organisers announce it
        at("judging:accept", rows["expert_seat"].token),
        at("teams:coach_accept", rows["coach_seat"].token),
    ]
