"""A prize is given, given to another, or not awarded: with what was seen, and why."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.kernel.revisions import Clash
from hackathon.models import AuditEntry
from judging.models import Award, Conflict, Score
from judging.ranking.selectors.official import official_of
from judging.ranking.services.calculation import calculate
from judging.results.policy import (
    GIVE_AWARD,
    PUBLISH_RESULTS,
    REVOKE_AWARD,
    WITHHOLD_AWARD,
)
from judging.results.selectors.deciding import why_a_reason
from judging.results.services import revoke_award
from tests.factories import JudgeFactory, OrganiserFactory, PrizeFactory
from tests.house.rendered import read
from tests.judging.ranking.level import decide, level_at_the_top
from tests.publishing import give_award, publish_as_it_is, withhold_award
from tests.reading import squeezed
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db
REASON = "The jury prefers it after the pitches."


@pytest.fixture
def scene():
    """Amber and Birch share rank 1, Cedar is third, Dune and Elder share rank 4; one prize."""
    challenge, judges, entered = level_at_the_top()
    prize = PrizeFactory(challenge=challenge)
    calculate(event=challenge.event)
    return challenge, prize, judges, entered, OrganiserFactory(event=challenge.event).user


@pytest.fixture
def page(client, scene):
    """Send a decision about the scene's prize as the workspace's form does."""
    challenge, prize, _judges, _entered, boss = scene
    client.force_login(boss)

    def send(submission, reason="", instead_of="none"):
        said = {"submission": submission, "reason": reason, "instead_of": instead_of}
        where = reverse("admin:judging_results_award", args=[challenge.event.pk, prize.pk])
        data = {f"prize-{prize.pk}-{name}": value for name, value in said.items()}
        return client.post(where, data, follow=True)

    return send


def workspace(client, challenge):
    return client.get(reverse("admin:judging_results_change", args=[challenge.event.pk]))


def test_the_only_first_of_the_ranking_needs_no_reason_and_every_other_does(scene):
    challenge, prize, judges, entered, boss = scene
    for title, words in (
        ("Amber", "Others share its place"),
        ("Cedar", "It is not the first"),
    ):
        with pytest.raises(StateConflict, match=words):
            give_award(actor=boss, prize=prize, submission=entered[title])
    decide(challenge, judges[0], entered["Birch"], entered["Amber"])

    with pytest.raises(StateConflict, match="It is not the first"):
        give_award(actor=boss, prize=prize, submission=entered["Amber"])
    award = give_award(actor=boss, prize=prize, submission=entered["Birch"])

    assert (award.rank, award.reason, award.decided_by) == (1, "", boss)


def test_a_second_prize_goes_to_the_next_of_the_ranking_without_a_reason(scene):
    challenge, prize, judges, entered, boss = scene
    second = PrizeFactory(challenge=challenge, rank=2, title="Second prize")
    decide(challenge, judges[0], entered["Birch"], entered["Amber"])
    give_award(actor=boss, prize=prize, submission=entered["Birch"])

    give_award(actor=boss, prize=second, submission=entered["Amber"])

    assert Award.objects.filter(reason="").count() == 2


def test_the_reason_is_kept_and_the_log_holds_no_word_of_it(scene):
    _challenge, prize, _judges, entered, boss = scene
    award = give_award(actor=boss, prize=prize, submission=entered["Cedar"], reason=REASON)

    assert award.reason == REASON
    entry = AuditEntry.objects.get(verb="award.give")
    assert "pitches" not in str(entry.data)
    assert len(entry.data["reason_sha256"]) == 64


def test_an_older_page_does_not_replace_a_decision_that_it_did_not_show(scene):
    _challenge, prize, _judges, entered, boss = scene
    first = give_award(actor=boss, prize=prize, submission=entered["Amber"], reason=REASON)

    with pytest.raises(Clash) as clash:
        give_award(actor=boss, prize=prize, submission=entered["Birch"], reason=REASON)
    assert clash.value.row == first
    with pytest.raises(Clash):
        withhold_award(actor=boss, prize=prize, reason=REASON)
    again = give_award(
        actor=boss, prize=prize, submission=entered["Birch"], reason=REASON, instead_of=first.mark
    )
    with pytest.raises(Clash):
        revoke_award(actor=boss, award=again, instead_of=first.mark)
    revoke_award(actor=boss, award=again, instead_of=again.mark)
    with pytest.raises(Clash):
        give_award(
            actor=boss,
            prize=prize,
            submission=entered["Birch"],
            reason=REASON,
            instead_of=again.mark,
        )


def test_the_page_asks_with_both_values_and_keeps_what_was_chosen(scene, page):
    _challenge, prize, _judges, entered, _boss = scene
    other = OrganiserFactory(event=prize.event).user
    give_award(actor=other, prize=prize, submission=entered["Birch"], reason=REASON)

    asked = page(entered["Amber"].pk, "We saw it work.")

    assert asked.redirect_chain
    assert f"{other} has given it to “Birch” meanwhile" in asked.text
    assert f'<option value="{entered["Amber"].pk}" selected>' in squeezed(asked.text)
    assert "We saw it work.</textarea>" in squeezed(asked.text)
    assert prize.award.submission == entered["Birch"]
    form = asked.context["shelves"][0]["prizes"][0]["form"]
    page(entered["Amber"].pk, "We saw it work.", form["instead_of"].value())
    assert Award.objects.get().submission == entered["Amber"]


def test_nothing_chosen_and_no_reason_are_said_beside_their_field(scene, page):
    entered = scene[3]

    nothing, no_reason = page(""), page(entered["Cedar"].pk)

    assert "Choose who gets the prize, or that nobody gets it." in nothing.text
    assert "It is not the first of the ranking" in no_reason.text
    assert f'<option value="{entered["Cedar"].pk}" selected>' in squeezed(no_reason.text)
    assert not Award.objects.exists()


def test_projects_are_offered_best_first_then_those_without_a_place(scene, client):
    """Whatever the order of the rows is: the best was written last."""
    challenge, _prize, judges, entered, boss = scene
    with unguarded("test"):
        for title, value in {"Amber": 1, "Birch": 2, "Cedar": 3, "Dune": 5, "Elder": 5}.items():
            for card in judges[0].scorecards.filter(version__title=title):
                card.scores.update(value=value)
            for card in judges[1].scorecards.filter(version__title=title):
                card.scores.update(value=value)
        for card in entered["Cedar"].versions.get().scorecards.all():
            card.scores.all().delete()
            card.delete()
    calculate(event=challenge.event)
    client.force_login(boss)

    text = workspace(client, challenge).text

    labels = re.findall(r"<optgroup label=\"([^\"]+)\"", text)
    assert labels == ["By the official ranking, best first", "Without a place in the ranking"]
    options = [
        " ".join(one.split(" · ")[0].split()) for one in re.findall(r"<option [^>]*>([^<]+)<", text)
    ]
    assert options[:6] == ["---------", "1. Dune", "1. Elder", "3. Birch", "4. Amber", "Cedar"]
    assert text.count("(shared by 2)") == 2


def test_a_prize_can_stay_without_a_winner_for_a_reason_that_everybody_reads(scene, page, client):
    challenge, _prize, _judges, _entered, boss = scene
    assert "Say why nobody gets the prize" in page("nobody").text
    assert not Award.objects.exists()

    page("nobody", "No project answered the question.")
    publish_as_it_is(boss, challenge.event)

    text = Client().get(reverse("judging:results", args=[challenge.event.slug])).text
    assert "Not awarded" in text
    assert "No project answered the question." in text


def test_whoever_is_tied_to_a_team_decides_nothing_where_it_competes(scene, client):
    challenge, prize, _judges, entered, boss = scene
    award = give_award(actor=boss, prize=prize, submission=entered["Birch"], reason=REASON)
    judge = JudgeFactory(event=challenge.event, user=boss)
    with unguarded("test"):
        Conflict.objects.create(
            judge=judge, team=entered["Amber"].team, kind="other", declared_at=timezone.now()
        )

    about = {
        GIVE_AWARD: prize,
        WITHHOLD_AWARD: prize,
        REVOKE_AWARD: award,
        PUBLISH_RESULTS: challenge.event,
    }
    assert [op.verb for op, target in about.items() if op.allows(boss, target)] == []
    confirmed(client, boss)
    text = workspace(client, challenge).text
    publish = client.get(reverse("admin:judging_results_publish", args=[challenge.event.pk])).text
    for told in (text, publish):
        assert "You have a conflict of interest" in told
        assert "Decide anew" not in told
        assert "Amber" not in told
        assert REASON not in told
    other = OrganiserFactory(event=challenge.event).user
    assert all(op.allows(other, target) for op, target in about.items())


def test_whoever_has_the_first_prize_needs_a_reason_for_the_second_that_says_so(scene):
    challenge, prize, _judges, entered, boss = scene
    give_award(actor=boss, prize=prize, submission=entered["Amber"], reason="We saw it work.")
    second = PrizeFactory(challenge=challenge, rank=2, title="Second prize")
    ranks = official_of(challenge.event).of(challenge.pk)
    asked = why_a_reason(second, entered["Amber"].pk, ranks, Award.objects.all())
    assert "It has an earlier prize of this challenge already" in asked
    assert why_a_reason(second, entered["Birch"].pk, ranks, Award.objects.all()) == ""


@pytest.fixture
def two_prizes(scene, client):
    """A second prize on the same page; what its form says, beside a decision about the first."""
    challenge, prize, _judges, _entered, boss = scene
    client.force_login(boss)
    second = PrizeFactory(challenge=challenge, rank=2, title="Second prize")

    def send(address, *, first=("", ""), then=("", ""), **more):
        data = dict(more)
        for one, (submission, reason) in ((prize, first), (second, then)):
            award = Award.objects.filter(prize=one).first()
            data |= {
                f"prize-{one.pk}-submission": submission,
                f"prize-{one.pk}-reason": reason,
                f"prize-{one.pk}-instead_of": award.mark if award else "none",
            }
        return client.post(address, data)

    return prize, second, send


def shown(text, prize):
    """What stands in the form of a prize: the option that is selected, and the reason."""
    form = next(
        form
        for form in read(text, "/").forms
        if "csrfmiddlewaretoken" in form.names and f"prize-{prize.pk}-reason" in form.names
    )
    values = {control.name: control for control in form.controls}
    return (
        values[f"prize-{prize.pk}-submission"].chosen[0],
        values[f"prize-{prize.pk}-reason"].value,
    )


def award_address(prize):
    return reverse("admin:judging_results_award", args=[prize.event.pk, prize.pk])


def test_what_is_chosen_for_one_prize_is_there_after_another_was_decided(scene, two_prizes, client):
    entered = scene[3]
    prize, second, send = two_prizes
    chosen = (str(entered["Cedar"].pk), "Not sure yet.")

    done = send(award_address(prize), first=(entered["Amber"].pk, REASON), then=chosen)
    page = client.get(done.url)

    assert done.status_code == 302
    assert Award.objects.get().submission == entered["Amber"]
    assert shown(page.text, prize) == (str(entered["Amber"].pk), REASON)
    assert shown(page.text, second) == chosen
    assert page.text.count("What is chosen here is not decided yet") == 1
    award = Award.objects.get()
    revoke = reverse("admin:judging_results_revoke", args=[prize.event.pk, award.pk])
    send(
        revoke,
        first=(entered["Amber"].pk, REASON),
        then=(chosen[0], "Surer."),
        instead_of=award.mark,
    )
    assert not Award.objects.exists()
    page = workspace(client, prize.challenge)
    assert shown(page.text, second) == (chosen[0], "Surer.")
    assert shown(page.text, prize) == ("", "")


def test_what_was_refused_is_told_by_a_page_that_sends_nothing_when_it_is_loaded_again(
    scene, two_prizes, client
):
    entered = scene[3]
    prize, second, send = two_prizes
    chosen = (str(entered["Cedar"].pk), "Not sure yet.")

    led = send(award_address(prize), first=(entered["Cedar"].pk, ""), then=chosen)

    assert led.status_code == 302
    for _time in range(2):
        page = client.get(led.url)
        assert "It is not the first of the ranking" in page.text
        assert shown(page.text, prize) == (str(entered["Cedar"].pk), "")
        assert shown(page.text, second) == chosen
    assert "It is not the first" not in workspace(client, prize.challenge).text
    assert not Award.objects.exists()
    # Enter in a field that is none of the buttons' keeps everything, and decides nothing
    kept = send(workspace_address(prize), first=(entered["Birch"].pk, "x"), then=("", ""))
    page = client.get(kept.url)
    assert shown(page.text, prize) == (str(entered["Birch"].pk), "x")
    assert shown(page.text, second) == ("", "")
    assert not Award.objects.exists()


def test_a_choice_that_waited_is_asked_about_when_somebody_else_has_decided_meanwhile(
    scene, two_prizes, client
):
    entered = scene[3]
    prize, second, send = two_prizes
    send(award_address(prize), first=("", ""), then=(entered["Cedar"].pk, REASON))
    other = OrganiserFactory(event=prize.event).user
    give_award(actor=other, prize=second, submission=entered["Birch"], reason=REASON)

    page = workspace(client, prize.challenge)
    [form] = [
        form for form in read(page.text, "/").forms if f"prize-{second.pk}-reason" in form.names
    ]
    seen = {control.name: control.value for control in form.controls}

    assert shown(page.text, second)[0] == str(entered["Cedar"].pk)
    assert seen[f"prize-{second.pk}-instead_of"] == "none"


def workspace_address(prize):
    return reverse("admin:judging_results_change", args=[prize.event.pk])


def test_while_the_ranking_is_computed_no_button_decides(client, scene):
    challenge, prize, _judges, _entered, boss = scene
    client.force_login(boss)
    decide = reverse("admin:judging_results_award", args=[challenge.event.pk, prize.pk])
    assert decide in workspace(client, challenge).text
    with unguarded("test"):
        mark = Score.objects.filter(scorecard__judge__event=challenge.event).first()
        mark.value = 5 if mark.value != 5 else 4
        mark.save()

    page = workspace(client, challenge).text

    assert "You can decide as soon as the ranking is computed." in page
    assert decide not in page
