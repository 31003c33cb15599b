"""A panel of four on 43 projects: the scene, the marks, and what its people do on their phones."""

import re

from hackathon.kernel.guard import unguarded
from judging.models import Judge
from tests import factories
from tests.journeys import people

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PROJECTS, BEST, RECUSED_FROM, ABSTAINED_FROM = 43, 6, 7, 12
CRITERIA = {"Usefulness": 3, "Novelty": 2, "Feasibility": 1}
ANCHORS = "Weak.\nSo so.\nFair.\nGood.\nExcellent."
STRICTNESS = {"Pia President": 0, "Rik Recused": 1, "Mia Member": -1}
ABSENT = "Abe Absent"
JURY = [*STRICTNESS, ABSENT]


def address_of(name):
    return f"{name.split()[0].lower()}@jury.example"


def event_with_projects():
    """Teams that have submitted while they still may, and an organiser; nothing of a jury."""
    event = factories.EventFactory(during="hacking", slug="panel", name="Panel hack")
    challenge = factories.ChallengeFactory(event=event, slug="green")
    factories.OrganiserFactory(event=event, user__email="boss@example.org")
    for number in range(1, PROJECTS + 1):
        seat = factories.MemberFactory(
            team__event=event, team__challenge=challenge, team__name=f"Team {number:02}"
        )
        words = {"title": f"Project {number:02}", "summary": "Trains, found faster."}
        submission = factories.SubmissionFactory(team=seat.team, **words)
        factories.VersionFactory(submission=submission, submitted_by=seat.user, **words)
    return event


def set_clock(event, during):
    """Put the event into the middle of a phase."""
    moments = factories.EventFactory.timetable(during)
    names = ("registration_opens", "hacking_starts", "submissions_close", "judging_closes")
    for name, moment in zip(names, moments, strict=True):
        setattr(event, f"{name}_at", moment)
    with unguarded("journey"):
        event.save()


def mark(name, number, criterion):
    """What a juror gives: by the project, how strict they are, and a little of their own."""
    place = list(CRITERIA).index(criterion)
    if number == BEST:
        return 4 if (name, place) == ("Rik Recused", 2) else 5
    own = (5 * number + 3 * place + 11 * JURY.index(name)) % 9
    thirteenths = 12 + 7 * number % PROJECTS + own - 6 * STRICTNESS[name]
    return max(1, min(5, round(thirteenths / 13)))


def reviewers(number):
    """Who marks a project: all who are there, are not tied to it and do not abstain."""
    away = {RECUSED_FROM: "Rik Recused", ABSTAINED_FROM: "Mia Member"}.get(number)
    return [name for name in STRICTNESS if name != away]


def mean(number):
    """A project's plain weighted mean, worked out by hand."""
    totals = [
        sum(weight * mark(name, number, title) for title, weight in CRITERIA.items())
        for name in reviewers(number)
    ]
    return sum(totals) / len(totals) / sum(CRITERIA.values())


class Juror:
    """Somebody of the jury with a phone of their own."""

    def __init__(self, page, name):
        self.page, self.name = page, name

    def open(self, address):
        return self.page.goto(f"/e/panel/{address}").status

    def take_seat(self, site):
        """From the mailed link to the desk: two buttons and a tick, and no password."""
        link = people.link_in(people.letter(site, address_of(self.name), "jury"))
        self.page.goto(link)
        self.page.get_by_role("button", name="Enter").click()
        self.page.get_by_label("I accept the code of conduct").check()
        self.page.get_by_role("button", name="Accept").click()
        self.page.get_by_text("Welcome to the jury").wait_for()

    def stand_aside(self, number):
        self.open("judging/")
        self.page.get_by_text("Teams of your challenges").click()
        self.page.get_by_role("link", name=f"Declare a conflict with Team {number:02}").click()
        self.page.get_by_label("What ties you to this team").select_option("family")
        self.page.get_by_role("button", name="I have a conflict of interest").click()
        self.page.get_by_text("You no longer see this team's project").wait_for()

    def to_do(self):
        """Each project that waits on the desk, by its number, with its address."""
        self.open("judging/")
        links = self.page.locator("section[aria-labelledby=to-do] a").all()
        return {number_in(link.inner_text()): link.get_attribute("href") for link in links}

    def score_next(self):
        """Tap a mark for each criterion, write a comment, hand in."""
        link = self.page.get_by_role("link", name="Next: Project")
        number = number_in(link.inner_text())
        link.click()
        self.page.get_by_role("heading", name=f"Project {number:02}").wait_for()
        self.page.wait_for_load_state("load")
        for title in CRITERIA:
            choice = str(mark(self.name, number, title))
            group = self.page.get_by_role("group", name=title)
            group.get_by_text(choice, exact=True).first.tap()
        self.page.get_by_label("Comment: what is strong").fill(f"Seen by {self.name}.")
        self.page.get_by_role("button", name="Hand in").tap()
        self.page.get_by_text("The scorecard is handed in").wait_for()

    def abstain(self, address):
        self.page.goto(address)
        self.page.get_by_text("I cannot judge this project").tap()
        self.page.get_by_label("Reason").fill("I know too little of this.")
        self.page.get_by_role("button", name="Abstain").tap()
        self.page.get_by_text("Noted: you do not score this project").wait_for()

    def send(self, number, address):
        """The form of the page, without drawing the page."""
        fields = {
            f"mark_{criterion.pk}": mark(self.name, number, criterion.title)
            for criterion in Judge.objects.get(name=self.name).event.criteria.all()
        }
        fields |= {"revision": 0, "version": 1, "do": "hand_in"}
        fields["csrfmiddlewaretoken"] = self.page.locator(
            "[name=csrfmiddlewaretoken]"
        ).first.input_value()
        answer = self.page.context.request.post(address, form=fields, max_redirects=0)
        assert (answer.status, answer.headers["location"]) == (302, "/e/panel/judging/")

    def score_all(self):
        """The first and the last by tapping, one not at all if so decided, the rest by form."""
        waiting = self.to_do()
        if ABSTAINED_FROM in waiting and self.name not in reviewers(ABSTAINED_FROM):
            self.abstain(waiting[ABSTAINED_FROM])
        self.open("judging/")
        self.score_next()
        for number, address in list(self.to_do().items())[1:]:
            self.send(number, address)
        self.open("judging/")
        self.score_next()
        self.page.get_by_text("You have handed in everything").wait_for()


def number_in(text):
    return int(re.search(r"(?:Project|Team) (\d+)", text)[1])
