"""What a comparison of rows finds, and what it leaves alone."""

import pytest

from hackathon.kernel.guard import unguarded
from hackathon.models import AuditEntry
from judging.conflicts.likeness import are_one_person, facts, share_domain
from judging.conflicts.likeness import signs as signs_of
from judging.conflicts.public_mail import is_public
from judging.conflicts.services import (
    forget_neutral,
    name_neutral,
    search_conflicts,
    settle_conflict,
)
from judging.jury.spelling import organisation_key
from judging.models import Conflict, Judge
from judging.seats.services.jury import accept_judging, invite_judge
from judging.tasks import search_conflicts as beat
from teams.models import Departure, HelpStep
from tests.factories import (
    ChallengeOwnerFactory,
    CoachFactory,
    HelpRequestFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    UserFactory,
    judged_event,
)
from tests.teams.team.test_races import all_at_once

SAME = [
    ("Société Générale S.A.", "societe generale"),
    ("Police fédérale ASBL", "POLICE FEDERALE"),
    ("Rail & Co. NV", "Rail"),
    ("The Institute of Roads", "institute roads"),
    ("Straßenamt GmbH", "Strassenamt"),
    ("Univ. of Ghent", "Ghent University"),
    ("Université de Liège", "Liège Univ."),
    ("Federal Police", "Police Fédérale"),
    ("Federale Politie", "POLICE FÉDÉRALE"),
    ("Rail Works N.V.", "Works Rail BV"),
    ("Acme S.à r.l.", "ACME, Ltd."),
    ("Ministère de l'Intérieur", "ministere interieur"),
    ("Ernst & Young", "Ernst and Young"),
]
OTHER = [
    ("Police fédérale", "Police locale"),
    ("Student", "student"),
    ("", ""),
    ("NV", "SA"),
    ("Universiteit", "University"),
    ("Self-employed", "self employed"),
    ("Univ. Gent", "Univ. Lille"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_organisation_are_one(one, other):
    assert organisation_key(one) == organisation_key(other) != ""


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_is_no_organisation_or_another_is_no_sign(one, other):
    keys = organisation_key(one), organisation_key(other)
    assert keys[0] != keys[1] or keys[0] == ""


def person(name="Ada Lovelace", address="ada@police.be", **more):
    return facts(
        **{"user": None, "name": name, "addresses": [address], "organisations": [], **more}
    )


def test_a_mail_domain_is_a_sign_unless_anybody_can_have_an_address_there():
    police, part = person(), person("B C", "b@it.police.be")

    assert share_domain(police, part)
    assert not share_domain(police, person("B C", "b@notpolice.be"))
    for public in ("gmail.com", "hotmail.fr", "yahoo.co.uk", "skynet.be", "example.org"):
        assert is_public(public)
        assert not share_domain(person(address=f"a@{public}"), person(address=f"b@{public}"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (person(user=1), person("Else Body", "x@y.eu", user=1), True),
        (person(address="ada.l+jury@gmail.com"), person("A", "adal@gmail.com"), True),
        (person("Àda Lovelace", photo="f"), person("lovelace ada", "x@y.eu", photo="f"), True),
        (person(), person("LOVELACE, Ada", "x@it.police.be"), True),
        (person(), person("Ada Lovelace", "ada@gmail.com"), True),
        (person(), person("Ada Lovelace", "x@gmail.com"), False),
        (person("Ada"), person("Ada", "ada@gmail.com"), False),
        (person(photo=""), person("Ada Lovelace", "x@y.eu", photo=""), False),
    ],
)
def test_the_same_person_under_another_address_has_more_than_a_name_in_common(one, other, same):
    assert are_one_person(one, other) is same


@pytest.fixture
def scene(db):
    judge, version = judged_event()
    team = version.submission.team
    member = team.members.get().user
    return {"judge": judge, "team": team, "event": judge.event, "member": member}


def signs(scene):
    return set(Conflict.objects.filter(team=scene["team"]).values_list("sign", flat=True))


def search(scene):
    return search_conflicts(actor=None, event=scene["event"])


def works_for(user, organisation):
    user.organisation = organisation
    user.save()


def test_every_kind_of_tie_is_found_and_only_proposed(scene):
    judge, team, event = scene["judge"], scene["team"], scene["event"]
    with unguarded("test"):
        Judge.objects.filter(pk=judge.pk).update(organisation_fr="Police S.A.")
    works_for(scene["member"], "police")
    scene["member"].email = "m@rail.eu"
    scene["member"].name = judge.name = "Ada Lovelace"
    scene["member"].save()
    judge.user.email = "j@rail.eu"
    judge.user.save()
    with unguarded("test"):
        Judge.objects.filter(pk=judge.pk).update(name="ada LOVELACE")
    ChallengeOwnerFactory(challenge=team.challenge, user=judge.user)
    coach = CoachFactory(event=event, user=judge.user)
    request = HelpRequestFactory(team=team, asked_by=scene["member"])
    with unguarded("test"):
        HelpStep.objects.create(request=request, coach=coach, kind="closed", at=request.asked_at)

    assert search(scene) == 5

    assert signs(scene) == {"organisation", "domain", "coach", "owner", "person"}
    assert {row.state for row in Conflict.objects.all()} == {"proposed"}
    assert {row.declared_by for row in Conflict.objects.all()} == {None}


def test_searching_again_finds_nothing_new_and_writes_nothing(scene):
    works_for(scene["member"], "Police")
    works_for(scene["judge"].user, "police")
    assert search(scene) == 1
    row = Conflict.objects.get()
    settle_conflict(
        actor=OrganiserFactory(event=scene["event"]).user, conflict=row, stands=False, reason="No."
    )
    entries = AuditEntry.objects.count()

    assert (search(scene), beat()) == (0, 0)

    assert Conflict.objects.get().state == "dismissed"
    assert AuditEntry.objects.count() == entries


def test_beat_finds_what_changes_in_teams_bring(scene):
    works_for(scene["judge"].user, "Police")
    assert beat() == 0
    member = MemberFactory(
        team=scene["team"], seat=2, is_captain=False, user__organisation="police"
    )

    assert beat() == 1
    assert signs(scene) == {"organisation"}
    assert member


def test_a_tie_in_a_challenge_that_the_judge_does_not_score_is_none(scene):
    other = MemberFactory(team__event=scene["event"], user__organisation="Police")
    works_for(scene["judge"].user, "Police")

    assert search(scene) == 0
    PanelSeatFactory(judge=scene["judge"], challenge=other.team.challenge)
    assert search(scene) == 1


@pytest.mark.parametrize("kind", HelpStep.Kind.values)
def test_a_coach_who_had_a_request_in_hand_is_found_whether_or_not_it_was_closed(scene, kind):
    coach = CoachFactory(event=scene["event"], user=scene["judge"].user)
    request = HelpRequestFactory(team=scene["team"], asked_by=scene["member"])
    with unguarded("test"):
        HelpStep.objects.create(request=request, coach=coach, kind=kind, at=request.asked_at)

    assert search(scene) == 1
    assert signs(scene) == {"coach"}


def test_somebody_who_left_the_team_and_judges_it_is_found(scene):
    with unguarded("test"):
        Departure.objects.create(
            team=scene["team"], user=scene["judge"].user, left_at=scene["event"].hacking_starts_at
        )

    assert search(scene) == 1
    assert signs(scene) == {"former"}


def test_a_finding_says_which_member_and_what_is_alike(scene):
    works_for(scene["judge"].user, "Univ. Gent")
    works_for(scene["member"], "Gent University")
    search(scene)

    row = Conflict.objects.get()

    assert row.people == [scene["member"].pk]
    assert row.found == f"the same organisation: Gent University ({scene['member']})"


def test_another_member_with_the_same_sign_is_news_even_after_a_dismissal(scene):
    works_for(scene["judge"].user, "Rail")
    works_for(scene["member"], "Rail")
    boss = OrganiserFactory(event=scene["event"]).user
    search(scene)
    settle_conflict(actor=boss, conflict=Conflict.objects.get(), stands=False, reason="Far away.")
    bob = MemberFactory(
        team=scene["team"], seat=2, is_captain=False, user__organisation="Rail SA"
    ).user

    assert search(scene) == 1
    assert search(scene) == 0
    assert Conflict.objects.get(state="proposed").people == [bob.pk]


def test_what_a_large_part_of_the_event_shares_is_no_sign(scene):
    everybody = MemberFactory.create_batch(
        25, team__event=scene["event"], team__challenge=scene["team"].challenge
    )
    for number, seat in enumerate(everybody):
        seat.user.email = f"p{number}@police.eu"
        seat.user.organisation = "Federal Police"
        seat.user.save()
    judge = scene["judge"].user
    judge.email, judge.organisation = "judge@police.eu", "Police Fédérale"
    judge.save()

    assert search(scene) == 0


def test_what_organisers_name_is_no_sign_until_they_forget_it(scene):
    boss = OrganiserFactory(event=scene["event"]).user
    works_for(scene["judge"].user, "Federal Police")
    works_for(scene["member"], "Politie Federaal")
    scene["judge"].user.email, scene["member"].email = "j@it.police.eu", "m@police.eu"
    scene["judge"].user.save()
    scene["member"].save()
    assert search(scene) == 2

    names = [
        name_neutral(actor=boss, event=scene["event"], text=text)
        for text in ("@Police.eu", "Police fédérale")
    ]

    assert not Conflict.objects.proposed().exists()
    for name in names:
        forget_neutral(actor=boss, name=name)
    assert Conflict.objects.proposed().count() == 2


def test_signs_tell_what_is_alike():
    judge = person(organisations=["Univ. Gent"], user=1)
    member = person("B C", "b@it.police.be", organisations=["Gent University"], user=2)

    assert list(signs_of(judge, member)) == [
        ("organisation", "Gent University"),
        ("domain", "police.be"),
    ]
    assert list(signs_of(judge, person("Ada", "x@y.eu", user=1))) == [("account", "")]


def test_accepting_a_seat_searches_at_once(scene):
    works_for(scene["member"], "Police")
    judge = JudgeFactory(
        event=scene["event"],
        user=None,
        accepted_at=None,
        name="X",
        email="x@y.eu",
        organisation="Police",
    )
    PanelSeatFactory(judge=judge, challenge=scene["team"].challenge)
    invite_judge(actor=OrganiserFactory(event=scene["event"]).user, judge=judge)
    assert beat() == 0

    accept_judging(actor=UserFactory(email="x@y.eu"), judge=judge)

    assert signs(scene) == {"organisation"}


@pytest.mark.parametrize("rows", [1, 4])
def test_the_comparison_asks_the_same_number_of_questions_for_any_number_of_rows(
    scene, rows, django_assert_num_queries
):
    from judging.conflicts.selectors.finder import findings

    for _n in range(rows):
        MemberFactory(team__event=scene["event"], team__challenge=scene["team"].challenge)
        PanelSeatFactory(
            judge=JudgeFactory(event=scene["event"]), challenge=scene["team"].challenge
        )

    with django_assert_num_queries(8):
        findings(scene["event"])


@pytest.mark.django_db(transaction=True)
def test_searching_many_times_at_once_writes_each_finding_once(scene):
    works_for(scene["member"], "Police")
    works_for(scene["judge"].user, "police")

    outcomes = all_at_once([lambda: search(scene) for _n in range(8)])

    assert outcomes == [None] * 8
    assert Conflict.objects.count() == 1
