"""Redis is a doorbell: with it stopped people sign in, register and submit; the mails follow."""

import os
import signal

import pytest
from allauth.account.models import EmailAddress

from hackathon.embedded.programs import Beat
from hackathon.embedded.valkey import Valkey
from hackathon.models import EmailLog, User
from tests.factories import ChallengeFactory, EventFactory, MemberFactory
from tests.journeys import people
from tests.journeys.conftest import Site, database_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def valkey(tmp_path):
    folder = tmp_path / "bell"
    folder.mkdir()
    service = Valkey(folder).start()
    yield service
    service.stop()


@pytest.fixture
def site(tmp_path, transactional_db, post, settings, valkey):
    with (
        Site(tmp_path, database_of(settings), REDIS_URL=valkey.url) as site,
        site.mailing_to(post),
    ):
        settings.MEDIA_ROOT = site.media
        beat = Beat(tmp_path, site.env).start()
        yield site
        beat.child.stop(seconds=5)


@pytest.mark.parametrize("how", ["stopped", "hung"])
def test_without_redis_everything_works_and_the_mails_come_later(site, browse, valkey, how):
    ada = User.objects.create_user("ada@example.org", people.PASSWORD, name="Ada")
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    soon, running = EventFactory(during="registration"), EventFactory(during="hacking")
    ChallengeFactory(event=soon, title="Greener travel")
    team = MemberFactory(team__event=running, user=ada).team
    page = browse()

    if how == "stopped":
        valkey.stop()
    else:
        os.kill(valkey.child.process.pid, signal.SIGSTOP)
    people.sign_in(page, "ada@example.org")
    page.goto(f"/e/{soon.slug}/teams/register/")
    page.get_by_label("Team name").fill("Railbow")
    page.get_by_label("Greener travel").check()
    page.get_by_role("button", name="Register the team").click()
    page.get_by_role("heading", name="Railbow").wait_for()
    page.goto(f"/e/{running.slug}/teams/{team.pk}/submission/")
    page.get_by_label("Title").fill("Railbow")
    page.get_by_label("Summary").fill("Trains, found faster.")
    page.get_by_role("button", name="Submit version 1").click()
    page.get_by_role("heading", name="Receipt for version 1").wait_for()
    assert not EmailLog.objects.filter(status="sent").exists()

    if how == "stopped":
        valkey.start()
    else:
        os.kill(valkey.child.process.pid, signal.SIGCONT)
    people.letter(site, "ada@example.org", "is registered")
    people.letter(site, "ada@example.org", "Receipt")
