"""axe on every page, in light and dark; nothing wider than a small phone."""

import pytest

from judging.paper.services import type_paper
from judging.scorecards.services.scoring import hand_in_scorecard, save_scorecard
from teams.deadlines.services.deadlines import grant_to_all
from tests.factories import JudgeFactory, OrganiserFactory, PanelSeatFactory
from tests.journeys import people
from tests.journeys.looks import AT_FIRST, faults_of
from tests.journeys.scene import asked, at_the_doors, event_in, invited, wanted
from tests.turns import in_turn

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = False

ADMIN = (
    "/admin/",
    "/admin/hackathon/event/",
    "/admin/hackathon/event/{event.pk}/change/",
    "/admin/hackathon/organiser/",
    "/admin/hackathon/organiser/add/",
    "/admin/hackathon/auditentry/",
    "/admin/hackathon/emaillog/",
    "/admin/challenges/challenge/",
    "/admin/challenges/challenge/{challenge.pk}/change/",
    "/admin/challenges/prize/add/",
    "/admin/challenges/partner/add/",
    "/admin/challenges/milestone/add/",
    "/admin/teams/team/",
    "/admin/teams/team/{team.pk}/change/",
    "/admin/teams/submission/{submission.pk}/change/",
    "/admin/judging/judge/",
    "/admin/judging/judge/{judge.pk}/change/",
    "/admin/judging/criterion/",
    "/admin/judging/scorecard/",
    "/admin/judging/conflict/",
    "/admin/judging/results/",
    "/admin/judging/results/{event.pk}/change/",
    "/admin/judging/results/{event.pk}/publish/",
    "/admin/judging/results/{event.pk}/preview/",
    "/admin/teams/submission/",
    "/admin/teams/submission/gallery/{event.pk}/",
    "/admin/teams/bundle/event/{event.pk}/",
    "/admin/teams/bundle/",
    "/admin/teams/version/{version.pk}/change/",
)
PUBLIC = (
    "/",
    "/nowhere/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/login/code/",
)
EVENT = (
    "",
    "challenges/",
    "challenges/{challenge.slug}/",
    "jury/",
    "partners/",
    "results/",
    "gallery/",
    "coaches/",
)
PAGES = {
    "registration": {
        None: [*PUBLIC, *EVENT],
        "newcomer": [
            "teams/register/",
            "/me/",
            "/me/profile/",
            "/account/email/",
            "/account/password/change/",
        ],
        "captain": [
            "teams/{team.pk}/",
            "teams/{team.pk}/submission/",
            "teams/{team.pk}/edit/",
            "teams/{team.pk}/leave/",
            "teams/{team.pk}/merge/",
            "teams/{team.pk}/members/{second.pk}/",
            "teams/{team.pk}/requests/{request.pk}/",
            "teams/{team.pk}/merge/{offer.pk}/",
        ],
        "comer": [
            "teams/",
            "teams/?who=people",
            "teams/join/",
            "taking-part/",
            "teams/{team.pk}/ask/",
            "teams/join/{link.code}/",
            "/me/",
        ],
        "stranger": ["taking-part/"],
        "organiser": [
            "door/",
            "/admin/teams/participant/{event.pk}/matches/",
            "/admin/teams/participant/",
            "/admin/teams/team/",
            "/admin/teams/team/{team.pk}/put-right/",
            "/admin/teams/entryquestion/add/",
            "/admin/teams/projectquestion/add/",
            "/admin/teams/consenttext/add/",
            "/admin/teams/admissioncode/add/",
        ],
        "expert": ["judging/invitations/{seat.token}/"],
        "helper": ["coaching/invitations/{helping.token}/"],
        "guest": ["teams/invitations/{invitation.token}/", "/me/"],
    },
    "hacking": {
        None: [*EVENT, "countdown/en/", "rules/"],
        "captain": [
            "",
            "teams/{team.pk}/",
            "teams/{team.pk}/submission/",
            "teams/{team.pk}/submission/preview/",
            "teams/{team.pk}/versions/1/",
            "/me/",
            "teams/{team.pk}/help/",
        ],
        "coach": ["coaching/", "coaching/?speaks=mine&challenge=0", "/me/"],
        "asker": ["challenges/{challenge.slug}/"],
        "owner": ["challenges/{challenge.slug}/questions/", "/me/"],
        "organiser": [
            "/admin/teams/extension/",
            "/admin/teams/extension/{event.pk}/deadlines/",
            "/admin/teams/attempt/",
            "/admin/teams/attempt/{event.pk}/receipts/",
            "coaching/load/",
            "/admin/teams/coach/",
            "/admin/teams/coach/add/",
            "/admin/teams/coach/{coach.pk}/change/",
            "/admin/teams/helprequest/",
            "/admin/challenges/challengeowner/",
            "/admin/challenges/challengeowner/add/",
        ],
    },
    "judging": {
        None: [""],
        "judge": [
            "judging/",
            "judging/projects/{submission.pk}/",
            "judging/conflicts/{team.pk}/",
            "/me/",
        ],
        "captain": ["teams/{team.pk}/submission/", "teams/{team.pk}/", "teams/{team.pk}/late/"],
        "organiser": [
            "/admin/teams/extension/{event.pk}/deadlines/",
            "/admin/judging/criterion/{criterion.pk}/change/",
            "/admin/judging/panel/add/",
            "/admin/judging/juryrules/add/",
            "/admin/judging/rulesheet/",
            "/admin/judging/markchange/",
            "/admin/judging/refusal/",
            "judging/scorecards/{card.pk}/reopen/",
            "judging/paper/sheets/{sheet.pk}/",
            "/admin/teams/submission/rescue/{team.pk}/",
            "/admin/teams/submission/{submission.pk}/change/",
            "judging/progress/",
            "judging/progress/{judge.pk}/",
            "judging/paper/{challenge.slug}/",
            "judging/paper/{judge.pk}/{submission.pk}/",
            "judging/plan/{challenge.slug}/",
            "judging/ranking/{challenge.slug}/",
            "judging/minutes/{challenge.slug}/",
        ],
    },
    "deliberation": {None: [""], "organiser": ADMIN},
    "published": {
        None: [*EVENT, "gallery/{submission.pk}/", "gallery/?q=zebra&winners=1"],
        "organiser": ["/me/", "/admin/"],
    },
}


def set_scene(phase):
    scene = event_in(phase, "scene")
    scene["organiser"] = OrganiserFactory(event=scene["event"]).user
    if phase == "registration":
        scene["guest"], scene["invitation"] = invited(scene)
        scene["expert"], scene["seat"] = asked(scene)
        scene["helper"], scene["helping"] = wanted(scene)
        scene |= at_the_doors(scene)
    if phase == "hacking":
        grant_to_all(
            actor=scene["organiser"], event=scene["event"], minutes=30, reason="A blackout."
        )
    if phase == "judging":
        scene |= late_and_scored(scene)
    return scene


def late_and_scored(scene):
    """Marks that are handed in, a sheet of paper that waits, and a team that asks for time."""
    judge, version = scene["judge"], scene["version"]
    marks = dict.fromkeys(scene["event"].criteria.all(), 4)
    card = save_scorecard(actor=judge.user, judge=judge, version=version, marks=marks, revision=0)
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=card.revision)
    other = JudgeFactory(event=scene["event"])
    PanelSeatFactory(judge=other, challenge=scene["challenge"])
    typist = OrganiserFactory(event=scene["event"]).user
    typed = dict.fromkeys(marks, 3)
    sheet = type_paper(actor=typist, judge=other, version=version, marks=typed, remarks="")
    return {"card": card, "sheet": sheet, "criterion": next(iter(marks))}


def visit(page, scene, path):
    path = path if path.startswith("/") else f"/e/scene/{path}"
    return page.goto(path.format(**scene))


@pytest.mark.parametrize("phase", in_turn(PAGES, 2))
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(site, browse, phase):
    scene = set_scene(phase)
    wrong = []
    for role, paths in PAGES[phase].items():
        page = browse(**AT_FIRST)
        if role:
            who = scene[role]
            people.enter(page, (getattr(who, "user", None) and who.user.email) or who.email)
        for path in paths:
            visit(page, scene, path)
            wrong += [(role, path, *fault) for fault in faults_of(page)]

    if phase == "registration":
        page = browse(**AT_FIRST)
        page.goto("/account/login/code/")
        page.locator("#id_email").fill("ada@example.org")
        page.locator("main form button").first.click()
        page.locator("#id_code").wait_for()
        wrong += [("code", *fault) for fault in faults_of(page)]

    assert not wrong, "\n".join(map(str, wrong))
