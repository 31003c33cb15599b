"""The audit log is read by organisers: every operation says what it did in a sentence."""

import pytest
from django.urls import reverse

from hackathon.kernel import log_words
from hackathon.kernel.log_words import words_for
from hackathon.kernel.operations import registry
from judging.seats.services.leaving import excuse_judge
from tests.factories import OrganiserFactory, judged_event


def test_every_operation_has_one_sentence_of_its_own():
    said = {verb: words_for(verb) for verb in registry}
    assert [verb for verb, words in said.items() if words == verb] == []
    assert len(set(said.values())) == len(said)


def test_no_sentence_is_kept_for_what_is_gone():
    assert set(log_words._words) == {*registry, *log_words.WITHOUT_OPERATION}


@pytest.mark.django_db
def test_the_log_shows_the_sentence_and_finds_by_it(client):
    judge, _version = judged_event()
    boss = OrganiserFactory(event=judge.event).user
    excuse_judge(actor=boss, judge=judge, reason="Ill.")
    client.force_login(boss)
    page = reverse("admin:hackathon_auditentry_changelist")

    assert "Excused a judge" in client.get(page).text
    assert "judge.excuse" not in client.get(page).text
    assert "Excused a judge" in client.get(page, {"q": "excused"}).text
    assert "Excused a judge" not in client.get(page, {"q": "gallery"}).text
