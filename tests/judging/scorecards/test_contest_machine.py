"""Whatever teams, judges, organisers and the clock do, in any order: nobody judges what they
compete in, a scorecard that was handed in counts until somebody who was told undid it, and what
is undone is undone whole."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from hackathon.events.services import reschedule_event, trust_organiser
from hackathon.kernel.consequences import rehearse
from hackathon.kernel.guard import unguarded
from hackathon.kernel.operations import database_clock
from hackathon.models import AuditEntry, Event
from judging.amendments.selectors.taking_back import last_change_of_sense
from judging.amendments.services.taking_back import take_back_sense
from judging.conflicts.services import (
    declare_conflict,
    impose_conflict,
    lift_conflict,
    search_conflicts,
    settle_conflict,
)
from judging.models import Conflict, Judge, Score, Scorecard
from judging.progress.services import reopen_scorecard
from judging.rules.selectors.rubric import rubric_of
from judging.rules.services import save_rule
from judging.scorecards.selectors import holding
from judging.scorecards.selectors.sense import PANEL, can_act
from judging.scorecards.selectors.worklist import worklist_of
from judging.scorecards.services.scoring import (
    abstain,
    hand_in_scorecard,
    save_scorecard,
    take_up,
)
from judging.seats.services.jury import (
    accept_judging,
    decline_judging,
    invite_judge,
    seat_panels,
)
from judging.seats.services.leaving import excuse_judge
from judging.seats.services.returning import reinstate_judge
from teams.deadlines.services.deadlines import grant_extension
from teams.help.services.coaches import accept_coaching, invite_coach, save_coach
from teams.models import Coach, Invitation, JoinRequest, Member, Submission, Team, Version
from teams.rulings.services import (
    close_team,
    correct_team,
    merge_teams,
    move_member,
    reopen_team,
)
from teams.submissions.services.clock import take_last_drafts
from teams.submissions.services.recalling import recall
from teams.submissions.services.submissions import submit, withdraw
from teams.submissions.services.verdicts import disqualify, rescue, triage
from teams.team.services import joining, members, registration
from tests.factories import (
    ChallengeFactory,
    CoachFactory,
    CriterionFactory,
    EventFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
)
from tests.judging.amendments.acts import changed, each_ranking_once, hashes
from tests.turns import is_whole

EXAMPLES, STEPS = 10 if is_whole() else 4, 40
OUTSIDERS = 4  # people who have no part yet, and may get any
WHY = "It was decided so."
numbers = st.integers(0, 199)
scales = st.integers(3, 5)  # the highest mark
done = Counter()
DOINGS = {
    "abstain",
    "accept",
    "accept the jury",
    "ask",
    "close",
    "close, and back",
    "coach",
    "declare",
    "decline the jury",
    "disqualify",
    "excuse",
    "excuse, and back",
    "extend",
    "hand in",
    "impose",
    "impose, and back",
    "invite",
    "invite a coach",
    "invite a judge",
    "leave",
    "lift",
    "mark",
    "merge",
    "move a person",
    "move a team",
    "move, and back",
    "name a coach",
    "recall",
    "register",
    "reinstate",
    "reopen",
    "reopen a card",
    "reschedule",
    "rescue",
    "rescue, and back",
    "reword, and back",
    "reword, sense",
    "reword, wording",
    "search",
    "seat",
    "seat, and back",
    "settle",
    "submit",
    "take a change back",
    "take in",
    "take up",
    "time",
    "told",
    "triage",
    "triage, and back",
    "trust",
    "weigh",
    "weigh, and back",
    "withdraw",
}
# A seat is the same seat in another row; that somebody has looked at a project stays, and so does
# what an organiser submitted for a team and took back, as a version on record.
LEFT_OTHERWISE = {
    "seat": {"judging.panelseat"},
    "triage": {"teams.submission"},
    "rescue": {"teams.version"},
}
RENEWS_DRAFT = {"rescue"}  # the draft says the same again, in a state of a higher number


TWO_ROLES = """
    WITH seat AS (
        SELECT member.user_id, team.challenge_id, team.id AS team_id
        FROM teams_member member JOIN teams_team team ON team.id = member.team_id
        WHERE member.event_id = %(event)s
    )
    SELECT 'sits on the jury', seat.user_id FROM seat JOIN judging_judge judge USING (user_id)
    WHERE judge.event_id = %(event)s AND judge.accepted_at IS NOT NULL AND judge.left_at IS NULL
    UNION ALL
    SELECT 'gave marks', seat.user_id FROM seat JOIN judging_judge judge USING (user_id)
    JOIN judging_scorecard card ON card.judge_id = judge.id
    WHERE judge.event_id = %(event)s AND card.handed_in_at IS NOT NULL
    UNION ALL
    SELECT 'sees marks', seat.user_id FROM seat JOIN hackathon_organiser boss USING (user_id)
    WHERE boss.event_id = %(event)s AND boss.sees_marks
    UNION ALL
    SELECT 'coaches', seat.user_id FROM seat JOIN teams_coach coach USING (user_id)
    JOIN teams_coachchallenge field ON field.coach_id = coach.id
    WHERE coach.event_id = %(event)s AND coach.accepted_at IS NOT NULL
    AND field.challenge_id = seat.challenge_id
"""


class Contest(RuleBasedStateMachine):
    """Rows are picked by lot among those that there are; a refusal in words is a fine answer.

    Whatever an organiser does is rehearsed first, as their page does it.
    """

    @initialize(hours=st.integers(0, 9))
    def begin(self, hours):
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.event = EventFactory(during="hacking")
        self.set_clock(
            self.event.submissions_close_at - timedelta(hours=4) + timedelta(hours=hours)
        )
        self.boss = OrganiserFactory(event=self.event).user
        self.helper = OrganiserFactory(event=self.event, sees_marks=False)
        self.people = [*UserFactory.create_batch(OUTSIDERS), self.helper.user]
        self.challenges = ChallengeFactory.create_batch(2, event=self.event)
        self.criteria = CriterionFactory.create_batch(2, event=self.event)
        for place in range(4):
            self.seat_somebody(self.challenges[place // 2], is_first=place % 2 == 0)
            self.enter_a_team(self.challenges[place // 2])
        self.coach = CoachFactory(
            event=self.event, user=None, name="Coach", email="coach@example.org", accepted_at=None
        )
        self.find_a_likeness()
        self.names = 0
        self.standing = self.cards_that_stand()
        for place in range(8 if hours > 4 else 0):
            self.mark(which=1 + place // 4, what=place, marks=(1 + place % 4, 5 - place % 5))

    def seat_somebody(self, challenge, *, is_first):
        judge = JudgeFactory(event=self.event)
        role = "president" if is_first else "member"
        PanelSeatFactory(judge=judge, challenge=challenge, role=role)
        self.people.append(judge.user)

    def enter_a_team(self, challenge):
        captain = MemberFactory(
            team__event=self.event, team__challenge=challenge, team__is_open=True
        )
        MemberFactory(team=captain.team, seat=2, is_captain=False)
        submission = SubmissionFactory(team=captain.team, revision=1)
        VersionFactory(submission=submission, submitted_by=captain.user)
        self.people.append(captain.user)

    def find_a_likeness(self):
        """A finding waits to be settled: what its judge gives that team is held."""
        with unguarded("test"):
            Conflict.objects.create(
                judge=self.judge(1),
                team=self.team(0),
                origin="found",
                state="proposed",
                sign="domain",
                clues=["rail.eu"],
                declared_at=database_clock(),
                people=[],
            )

    def teardown(self):
        if hasattr(self, "frame"):
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    # What rows there are

    def set_clock(self, moment):
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS set_by_hand")
            cursor.execute(
                "CREATE OR REPLACE FUNCTION set_by_hand.clock_timestamp() RETURNS timestamptz "
                "LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN current_setting('test.clock')::timestamptz; END $$"
            )
            cursor.execute("SELECT set_config('test.clock', %s, true)", [moment.isoformat()])
            cursor.execute("SET LOCAL search_path = set_by_hand, pg_catalog, public")

    def go_on_a_second(self):
        """No two acts have the same instant."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('test.clock', (current_setting('test.clock')::timestamptz "
                "+ interval '1 second')::text, true)"
            )

    def one(self, rows, number):
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def person(self, number):
        return self.people[number % len(self.people)]

    def team(self, number):
        return self.one(Team.objects.filter(event=self.event), number)

    def member(self, number):
        return self.one(Member.objects.filter(event=self.event), number)

    def captain(self, team):
        seat = team and team.members.filter(is_captain=True).first()
        return seat and seat.user

    def judge(self, number):
        return self.one(self.event.judges, number)

    def version(self, number):
        versions = Version.objects.entered().filter(submission__team__event=self.event)
        found = list(versions)
        return found[number % len(found)] if found else None

    def submission(self, number):
        return self.one(Submission.objects.filter(team__event=self.event), number)

    def cards_that_stand(self):
        """Handed in and counting; or held, which publication names."""
        return set(holding.handed_in(self.event).values_list("pk", flat=True))

    def cards_that_count(self):
        return set(holding.counting(self.event).values_list("pk", flat=True))

    # How anything is done

    def attempt(self, called, service, *, own=(), **what):
        """Somebody does something of their own; ``own`` are scorecards about which they decide."""
        if any(value is None for value in what.values()):
            return False
        before = self.standing
        if not self.carry_out(called, lambda: service(**what)):
            return False
        lost = before - self.standing
        assert lost <= set(own), f"{called} undid scorecards, and nobody was told"
        return True

    def act(self, called, service, **what):
        """An organiser does something, having read what it does."""
        if any(value is None for value in what.values()):
            return False
        before, rows, counting = self.standing, hashes(), self.cards_that_count()
        try:
            told = rehearse(self.event, lambda: service(**what), self.boss)
        except (ValidationError, PermissionDenied):
            assert not self.carry_out(called, lambda: service(**self.read_anew(what)))
            return False
        assert hashes() == rows, "a rehearsal left something behind"
        if not self.carry_out(called, lambda: service(**self.read_anew(what))):
            raise AssertionError(f"{called} was rehearsed, and is refused")
        lost = before - self.standing
        assert lost <= {one.key[1] for one in told.of("scorecards")}, f"{called} undid more"
        if lost & counting:
            assert told.grave, f"{called} undid scorecards, and asked for nothing"
            done["told"] += len(lost)
        return True

    def read_anew(self, what):
        return {
            key: type(value)._base_manager.get(pk=value.pk)
            if getattr(value, "pk", None) and not isinstance(value, type)
            else value
            for key, value in what.items()
        }

    def carry_out(self, name, act):
        """Done and logged, or refused with nothing changed."""
        before = AuditEntry.objects.count()
        self.go_on_a_second()
        try:
            with transaction.atomic():
                act()
        except (ValidationError, PermissionDenied):
            assert AuditEntry.objects.count() == before
            return False
        done[name] += 1
        self.event = Event.objects.get(pk=self.event.pk)
        self.standing = self.cards_that_stand()
        return True

    def there_and_back(self, name, there, back):
        """Do it and undo it: everything is as it was."""
        but = [Submission] if name in RENEWS_DRAFT else []
        before, standing = hashes(but=but), self.standing
        if not there() or not back():
            return
        done[f"{name}, and back"] += 1
        left = changed(before, hashes(but=but))
        assert {key[0] for key in left} <= LEFT_OTHERWISE.get(name, set()), left
        assert self.standing == standing

    # Teams

    @rule(who=numbers, where=st.integers(0, 1))
    def register(self, who, where):
        self.names += 1
        self.attempt(
            "register",
            registration.register_team,
            actor=self.person(who),
            event=self.event,
            name=f"Team {self.names}",
            challenge=self.challenges[where],
            is_open=True,
        )

    @rule(team=numbers, who=numbers, says_yes=st.booleans())
    def invite(self, team, who, says_yes):
        row = self.team(team)
        is_invited = self.attempt(
            "invite",
            registration.invite_members,
            actor=self.captain(row),
            team=row,
            emails=[self.person(who).email],
        )
        if is_invited and says_yes:
            self.accept_offer(Invitation.objects.filter(team=row).last())

    @rule(offer=numbers)
    def accept(self, offer):
        self.accept_offer(self.one(Invitation.objects.filter(team__event=self.event), offer))

    def accept_offer(self, row):
        actor = row and next(person for person in self.people if person.email == row.email)
        self.attempt("accept", registration.accept_invitation, actor=actor, invitation=row)

    @rule(team=numbers, who=numbers, is_taken_in=st.booleans())
    def ask(self, team, who, is_taken_in):
        row = self.team(team)
        has_asked = self.attempt(
            "ask", joining.ask_to_join, actor=self.person(who), team=row, message=""
        )
        if has_asked and is_taken_in:
            self.answer(JoinRequest.objects.filter(team=row).last())

    @rule(request=numbers)
    def take_in(self, request):
        self.answer(self.one(JoinRequest.objects.filter(team__event=self.event), request))

    def answer(self, row):
        actor = row and self.captain(row.team)
        self.attempt("take in", joining.answer_request, actor=actor, request=row, accepted=True)

    @rule(who=numbers)
    def leave(self, who):
        seat = self.member(who)
        other = seat and seat.team.members.exclude(pk=seat.pk).first()
        more = {"successor": other} if other else {}
        self.attempt("leave", members.leave_team, actor=seat and seat.user, member=seat, **more)

    @rule(team=numbers)
    def hand_in_a_project(self, team):
        row = self.team(team)
        submission = row and Submission.objects.filter(team=row).first()
        self.names += 1
        self.attempt(
            "submit",
            submit,
            own=self.cards_about(row),
            actor=self.captain(row),
            team=row,
            key=f"key-{self.names}",
            revision=submission.revision if submission else 0,
            content={"title": "Newer", "summary": "Better."},
        )

    @rule(which=numbers)
    def withdraw_a_project(self, which):
        row = self.submission(which)
        self.attempt(
            "withdraw",
            withdraw,
            own=self.cards_about(row and row.team),
            actor=row and self.captain(row.team),
            submission=row,
        )

    def cards_about(self, team):
        """A team decides about its own project also after marks were given, where an organiser,
        who had read what that touches, gave it more time."""
        return set(
            Scorecard.objects.filter(version__submission__team=team).values_list("pk", flat=True)
        )

    # Organisers and teams

    @rule(who=numbers, team=numbers)
    def move(self, who, team):
        self.act(
            "move a person",
            move_member,
            actor=self.boss,
            user=self.person(who),
            team=self.team(team),
            reason=WHY,
        )

    @rule(team=numbers, returns=st.booleans())
    def close(self, team, returns):
        row = self.team(team)

        def shut():
            return self.act("close", close_team, actor=self.boss, team=row, reason=WHY)

        if returns:
            self.there_and_back("close", shut, lambda: self.open_again(row))
        else:
            shut()

    @rule(team=numbers)
    def reopen(self, team):
        closed = Team.objects.filter(event=self.event, merged_into=None).exclude(closed_at=None)
        self.open_again(self.one(closed, team))

    def open_again(self, row):
        return self.act("reopen", reopen_team, actor=self.boss, team=row, reason=WHY)

    @rule(team=numbers, returns=st.booleans())
    def change_challenge(self, team, returns):
        row = self.team(team)
        here = row and row.challenge
        there = next(one for one in self.challenges if one != here)

        def to(challenge):
            return self.act(
                "move a team",
                correct_team,
                actor=self.boss,
                team=row,
                reason=WHY,
                challenge=challenge,
            )

        # what an earlier move has set aside is set aside anew by the way back, at another instant
        has_moved = Scorecard.objects.filter(version__submission__team=row).exclude(moved_from=None)
        if returns and not (row and has_moved.exists()):
            self.there_and_back("move", lambda: to(there), lambda: to(here))
        else:
            to(there)

    @rule(team=numbers, other=numbers)
    def unite(self, team, other):
        self.act(
            "merge",
            merge_teams,
            actor=self.boss,
            source=self.team(team),
            target=self.team(other),
            reason=WHY,
        )

    @rule(team=numbers)
    def extend(self, team):
        self.act(
            "extend",
            grant_extension,
            actor=self.boss,
            team=self.team(team),
            minutes=60,
            reason=WHY,
        )

    @rule(team=numbers, keeps=st.booleans())
    def submit_for(self, team, keeps):
        row = self.team(team)
        submission = row and Submission.objects.filter(team=row).first()
        self.act(
            "rescue",
            rescue,
            actor=self.boss,
            team=row,
            content={"title": "Saved"},
            reason=WHY,
            revision=submission.revision if submission else 0,
            keeps_marks=keeps,
        )

    @rule(which=numbers)
    def recall(self, which):
        self.act("recall", recall, actor=self.boss, submission=self.submission(which), reason=WHY)

    @rule(team=numbers, keeps=st.booleans())
    def submit_for_and_take_back(self, team, keeps):
        row = self.team(team)
        submission = row and Submission.objects.filter(team=row).first()
        if submission is None:
            return

        def submit_for():
            return self.act(
                "rescue",
                rescue,
                actor=self.boss,
                team=row,
                content={"title": "Saved"},
                reason=WHY,
                revision=submission.revision,
                keeps_marks=keeps,
            )

        def take_back():
            own = Submission.objects.get(pk=submission.pk)
            return self.act("recall", recall, actor=self.boss, submission=own, reason=WHY)

        self.there_and_back("rescue", submit_for, take_back)

    @rule(which=numbers, returns=st.booleans())
    def rule_out(self, which, returns):
        row = self.submission(which)

        def rule_in_or_out(kind):
            return self.act(
                "triage", triage, actor=self.boss, submission=row, kind=kind, reason=WHY
            )

        if returns and row and row.triage != "no":
            back = row.triage if row.triage in ("eligible", "check") else "eligible"
            self.there_and_back(
                "triage", lambda: rule_in_or_out("no"), lambda: rule_in_or_out(back)
            )
        else:
            rule_in_or_out("no")

    @rule(which=numbers, really=st.booleans())
    def disqualify(self, which, really):
        row = self.submission(which) if really else None
        self.act("disqualify", disqualify, actor=self.boss, submission=row, reason=WHY)

    # The jury comes and goes

    @rule(who=numbers)
    def call(self, who):
        """Somebody, whatever they are by now, is written down and invited."""
        person = self.person(who)
        judge = self.event.judges.filter(email=person.email).first()
        if judge is None:
            with unguarded("a line in the list of judges"):
                judge = Judge.objects.create(
                    event=self.event, name=person.name, email=person.email, position=9
                )
        self.attempt("invite a judge", invite_judge, actor=self.boss, judge=judge)

    @rule(which=numbers, says_yes=st.booleans())
    def answer_call(self, which, says_yes):
        called = self.event.judges.exclude(invited_at=None).filter(accepted_at=None)
        row = self.one(called, which)
        actor = row and next(person for person in self.people if person.email == row.email)
        if says_yes:
            self.attempt("accept the jury", accept_judging, actor=actor, judge=row)
        else:
            self.attempt("decline the jury", decline_judging, actor=actor, judge=row)

    @rule(which=numbers, where=st.integers(0, 1), returns=st.booleans())
    def seat(self, which, where, returns):
        judge, challenge = self.judge(which), self.challenges[where]
        held = judge.panel_seats.filter(challenge=challenge).first()
        role = held.role if held else ""

        def put(into):
            return self.act(
                "seat",
                seat_panels,
                actor=self.boss,
                event=self.event,
                seats={(judge.pk, challenge.pk): into},
                reason=WHY,
            )

        other = "" if role else "member"
        if returns:
            self.there_and_back("seat", lambda: put(other), lambda: put(role))
        else:
            put(other)

    @rule(which=numbers, set_aside=st.booleans(), returns=st.booleans())
    def excuse(self, which, set_aside, returns):
        judge = self.judge(which)

        def send_away():
            return self.act(
                "excuse",
                excuse_judge,
                actor=self.boss,
                judge=judge,
                reason=WHY,
                set_aside=set_aside,
            )

        # whoever had not accepted yet is invited anew: a mailed link is not brought back to life
        if returns and judge.accepted_at:
            self.there_and_back("excuse", send_away, lambda: self.take_back(judge))
        else:
            send_away()

    @rule(which=numbers)
    def reinstate(self, which):
        self.take_back(self.one(self.event.judges.exclude(left_at=None), which))

    def take_back(self, judge):
        return self.act("reinstate", reinstate_judge, actor=self.boss, judge=judge, reason=WHY)

    @rule(who=numbers, trusted=st.booleans())
    def trust(self, who, trusted):
        self.act(
            "trust", trust_organiser, actor=self.boss, organiser=self.helper, sees_marks=trusted
        )

    @rule(who=numbers, where=st.integers(0, 1))
    def coach(self, who, where):
        person = self.person(who)
        row = Coach.objects.get(pk=self.coach.pk)
        if row.accepted_at is None:
            row.email = person.email
            self.attempt(
                "name a coach",
                save_coach,
                actor=self.boss,
                coach=row,
                challenges=[self.challenges[where]],
            )
            row = Coach.objects.get(pk=row.pk)
            self.attempt("invite a coach", invite_coach, actor=self.boss, coach=row)
            row = Coach.objects.get(pk=row.pk)
        self.attempt("coach", accept_coaching, actor=person, coach=row)

    # Conflicts

    @rule(which=numbers, team=numbers)
    def stand_aside(self, which, team):
        judge, row = self.judge(which), self.team(team)
        own = self.cards_of(judge, row)
        self.attempt("declare", declare_conflict, own=own, actor=judge.user, judge=judge, team=row)

    def cards_of(self, judge, team):
        cards = Scorecard.objects.filter(judge=judge, version__submission__team=team)
        return set(cards.values_list("pk", flat=True))

    @rule(which=numbers, team=numbers, returns=st.booleans())
    def keep_away(self, which, team, returns):
        judge, row = self.judge(which), self.team(team)
        before = set(Conflict.objects.values_list("pk", flat=True))

        def impose():
            return self.act(
                "impose",
                impose_conflict,
                actor=self.boss,
                judge=judge,
                team=row,
                kind="other",
                reason=WHY,
            )

        def lift():
            new = Conflict.objects.exclude(pk__in=before).get()
            return self.act("lift", lift_conflict, actor=self.boss, conflict=new, reason=WHY)

        if returns:
            self.there_and_back("impose", impose, lift)
        else:
            impose()

    @rule(which=numbers, stands=st.booleans())
    def settle(self, which, stands):
        row = self.one(Conflict.objects.proposed().filter(judge__event=self.event), which)
        self.act(
            "settle",
            settle_conflict,
            actor=self.boss,
            conflict=row,
            stands=stands,
            reason=WHY,
        )

    @rule(really=st.booleans())
    def search(self, really):
        if really:
            self.attempt("search", lambda: search_conflicts(actor=None, event=self.event))

    # Judges at work

    @rule(which=numbers, what=numbers, marks=st.tuples(st.integers(1, 5), st.integers(1, 5)))
    def mark(self, which, what, marks):
        """A judge marks one of the projects that there are, and hands it in."""
        version = self.version(what)
        if version is None:
            return
        seats = version.submission.team.challenge.panel_seats.order_by("pk")
        seat = seats[which % len(seats)] if seats else None
        judge = seat.judge if seat and which % 5 else self.judge(which)
        rubric = rubric_of(version.submission.team.challenge)
        card = Scorecard.objects.filter(judge=judge, version=version).first()
        own = self.cards_of(judge, version.submission.team)
        given = self.attempt(
            "mark",
            save_scorecard,
            own=own,
            actor=judge.user,
            judge=judge,
            version=version,
            marks=dict(zip(rubric, marks, strict=True)),
            revision=card.revision if card else 0,
        )
        if given:
            card = Scorecard.objects.get(judge=judge, version=version)
            self.attempt(
                "hand in",
                hand_in_scorecard,
                own=own,
                actor=judge.user,
                scorecard=card,
                revision=card.revision,
            )

    @rule(which=numbers, what=numbers, thinks_again=st.booleans())
    def step_back(self, which, what, thinks_again):
        """A judge abstains, or takes up again what they abstained from."""
        version = self.version(what)
        if version is None:
            return
        seats = version.submission.team.challenge.panel_seats.order_by("pk")
        judge = seats[which % len(seats)].judge if seats else self.judge(which)
        card = Scorecard.objects.filter(judge=judge, version=version).first()
        own = self.cards_of(judge, version.submission.team)
        if card and card.abstained_at:
            self.attempt("take up", take_up, own=own, actor=judge.user, scorecard=card)
        else:
            has_abstained = self.attempt(
                "abstain",
                abstain,
                own=own,
                actor=judge.user,
                judge=judge,
                version=version,
                reason=WHY,
            )
            card = Scorecard.objects.filter(judge=judge, version=version).first()
            if has_abstained and thinks_again:
                self.attempt("take up", take_up, own=own, actor=judge.user, scorecard=card)

    @rule(which=numbers)
    def open_a_card(self, which):
        row = self.one(Scorecard.objects.filter(judge__event=self.event), which)
        self.act("reopen a card", reopen_scorecard, actor=self.boss, scorecard=row, reason=WHY)

    # Rules and time

    @rule(which=st.integers(0, 1), weight=st.integers(30, 60), back=st.booleans())
    def weigh(self, which, weight, back):
        criterion = self.criteria[which]
        was = type(criterion).objects.get(pk=criterion.pk).weight

        def put(value):
            row = type(criterion).objects.get(pk=criterion.pk)
            row.weight = value
            return self.act("weigh", self.keep_weight, actor=self.boss, row=criterion, value=value)

        if back:
            self.there_and_back("weigh", lambda: put(weight), lambda: put(was))
        else:
            put(weight)

    def keep_weight(self, *, actor, row, value):
        row = type(row).objects.get(pk=row.pk)
        row.weight = value
        save_rule(actor=actor, row=row, fields=["weight"], reason=WHY)

    @rule(which=st.integers(0, 1), degree=st.sampled_from(["wording", "sense"]), highest=scales)
    def reword(self, which, degree, highest):
        """And, where the sense changes, on another scale as well."""
        self.names += 1
        self.act(
            f"reword, {degree}",
            self.keep_words,
            actor=self.boss,
            row=self.criteria[which],
            text=f"Text {self.names}.",
            degree=degree,
            highest=highest,
        )

    def keep_words(self, *, actor, row, text, degree, highest):
        row = type(row).objects.get(pk=row.pk)
        row.meaning_en, fields = text, ["meaning_en"]
        if degree == "sense" and row.highest != highest:
            row.highest, fields = highest, ["meaning_en", "highest"]
        save_rule(actor=actor, row=row, fields=fields, reason=WHY, degree=degree)

    @rule(which=st.integers(0, 1), highest=scales)
    def give_another_sense_and_take_it_back(self, which, highest):
        self.names += 1
        text = f"Text {self.names}."

        def there():
            return self.act(
                "reword, sense",
                self.keep_words,
                actor=self.boss,
                row=self.criteria[which],
                text=text,
                degree="sense",
                highest=highest,
            )

        self.there_and_back("reword", there, self.take_back_change)

    @rule()
    def take_back_the_last_change(self):
        self.take_back_change()

    def take_back_change(self):
        change = last_change_of_sense(self.event)
        return self.act(
            "take a change back", take_back_sense, actor=self.boss, change=change, reason=WHY
        )

    @rule(minutes=st.integers(10, 180))
    def let_time_pass(self, minutes):
        self.set_clock(database_clock() + timedelta(minutes=minutes))
        before = self.standing
        with transaction.atomic():
            take_last_drafts()
        self.standing = self.cards_that_stand()
        assert before <= self.standing, "the clock undid scorecards"
        done["time"] += 1

    @rule(hours=st.integers(1, 6), end=st.booleans())
    def reschedule(self, hours, end):
        now = database_clock()
        changes = {"submissions_close_at": now + timedelta(hours=hours)}
        if end:
            changes = {"judging_closes_at": now + timedelta(hours=hours)}
        self.act(
            "reschedule",
            reschedule_event,
            actor=self.boss,
            event=self.event,
            changes=changes,
            reason=WHY,
        )

    # What always holds

    @invariant()
    def a_desk_calls_nothing_handed_in_that_does_not_count(self):
        """Asked of one judge after each step, in turn."""
        if not hasattr(self, "event"):
            return
        judges = list(self.event.judges.seated().order_by("pk"))
        judge = judges[sum(done.values()) % len(judges)] if judges else None
        for entry in worklist_of(judge).done if judge else ():
            is_counted = entry.scorecard.pk in self.standing
            assert is_counted or not entry.is_handed_in or entry.scorecard.set_aside_at

    @invariant()
    def every_mark_that_counts_is_on_the_scale_in_force(self):
        """But of judges who cannot act any more, and who saw another."""
        if not hasattr(self, "event"):
            return
        scores = Score.objects.filter(scorecard__in=self.standing, criterion__retired_at=None)
        other = scores.exclude(
            lowest=F("criterion__lowest"), highest=F("criterion__highest")
        ).values("scorecard")
        cards = Scorecard.objects.filter(pk__in=other).alias(panel=PANEL)
        assert not cards.filter(can_act()).exists()

    @invariant()
    def nobody_holds_two_roles_that_exclude_each_other(self):
        """Asked of the tables themselves, in one question."""
        if not hasattr(self, "event"):
            return
        with connection.cursor() as cursor:
            cursor.execute(TWO_ROLES, {"event": self.event.pk})
            assert cursor.fetchall() == []


class EarlyContest(Contest):
    """Begins while teams still change: what only they do comes up often."""

    @initialize(hours=st.integers(0, 3))
    def begin(self, hours):
        super().begin(hours)


def run_contest(examples, steps, *, always_the_same, kind=Contest):
    with each_ranking_once():
        run_state_machine_as_test(
            kind,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                derandomize=always_the_same,
                phases=[Phase.generate],
            ),
        )


@pytest.mark.django_db(transaction=True)
def test_no_order_of_acts_undoes_the_jury_unsaid():
    done.clear()
    run_contest(EXAMPLES, STEPS, always_the_same=True)
    assert done["told"], f"no scorecard was ever undone: {done}"
    assert len(done) > len(DOINGS) / (2 if is_whole() else 4), done
