"""A panel of four on 43 projects, from the invitation to a ranking that anybody can recompute."""

import re
import subprocess
import sys
import zipfile

import pytest
from django.contrib.sessions.models import Session

from hackathon.models import AuditEntry, User
from judging.models import Conflict, Judge, RuleSheet, Scorecard
from tests.journeys import people
from tests.journeys.looks import violations_on
from tests.journeys.panel import (
    ABSENT,
    ANCHORS,
    BEST,
    CRITERIA,
    JURY,
    PHONE,
    PROJECTS,
    RECUSED_FROM,
    Juror,
    address_of,
    event_with_projects,
    mean,
    number_in,
    reviewers,
    set_clock,
)
from tests.post import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

RANKING = "judging/ranking/green/"
PAGES = [RANKING, "judging/progress/", "judging/plan/green/", "judging/discussions/green/"]


def test_a_panel_of_four_ranks_43_projects_one_judge_absent_and_one_recused(site, browse, tmp_path):
    event, boss = event_with_projects(), browse()
    people.enter(boss, "boss@example.org")
    write_rules(boss)
    invite(boss, event)
    president, recused, member, absent = jury = [Juror(browse(**PHONE), name) for name in JURY]
    a_look_at_the_link_changes_nothing(browse(), site)
    for juror in jury:
        juror.take_seat(site)
    recused.stand_aside(RECUSED_FROM)

    set_clock(event, "judging")
    the_recused_see_nothing_of_the_team(recused, boss, event)
    for juror in (recused, member):
        juror.score_all()
        nobody_elses_marks_are_shown(juror)
    nobody_elses_marks_are_shown(president)
    president.score_all()
    nobody_waits_for_who_never_comes(president, boss, site)

    open_discussion(president, [recused, member, absent])
    order = ranking_of(president)
    pages_are_for_everybody(president)
    assert order == order_by_program(president, tmp_path)


def add(boss, page, **fields):
    boss.goto(f"/admin/judging/{page}/add/")
    boss.locator("#id_event, #id_challenge").first.select_option(index=1)
    for name, value in fields.items():
        boss.fill(f"#id_{name}", str(value))


def write_rules(boss):
    """Criteria, the panel, the official number and the code of conduct, as a published sheet."""
    for place, (title, weight) in enumerate(CRITERIA.items(), 1):
        add(boss, "criterion", title_en=title, weight=weight, anchors_en=ANCHORS, position=place)
        people.save(boss)
    add(boss, "panel")  # everyone sees everything
    people.save(boss)
    add(boss, "juryrules", conduct_en="Say where you are tied.")
    boss.get_by_label("official number").select_option(label="the calibrated score")
    boss.get_by_label("the number that is not official: plain mean or calibrated score").check()
    people.save(boss)
    boss.goto("/admin/judging/rulesheet/")
    boss.get_by_role("button", name="Publish the rules as they stand").click()
    boss.get_by_text("Sheet 1 is published").wait_for()
    boss.goto("/e/panel/rules/")
    assert RuleSheet.objects.get().sha256 in boss.content()


def invite(boss, event):
    """A list with everybody's address, the mails with it, and one of the four to preside."""
    lines = [f"{name};{address_of(name)};Greener travel" for name in JURY]
    boss.goto(f"/admin/judging/judge/import/{event.pk}/")
    boss.fill("#id_text", "\n".join(["name;email;challenge", *lines]))
    boss.get_by_label("Send the new judges their invitation").check()
    boss.get_by_role("button", name="Show what will happen").click()
    boss.get_by_role("button", name="Import the list").click()
    boss.get_by_text("Imported: 4").wait_for()
    boss.goto(f"/admin/judging/judge/panels/{event.pk}/")
    boss.get_by_label(f"{JURY[0]}, Greener travel").select_option("president")
    boss.get_by_role("button", name="Save").click()
    boss.get_by_text("Saved.", exact=True).wait_for()


def a_look_at_the_link_changes_nothing(page, site):
    def known():
        judges = list(Judge.objects.order_by("pk").values())
        return judges, *(rows.objects.count() for rows in (User, AuditEntry, Session))

    link = people.link_in(people.letter(site, address_of(JURY[0]), "jury"))
    before = known()
    for _ in range(2):
        assert page.goto(link).status == 200
    page.get_by_role("button", name="Enter").wait_for()
    assert known() == before
    assert page.goto("/e/panel/judging/welcome/").url.startswith(f"{site.url}/account/login/")


def the_recused_see_nothing_of_the_team(recused, boss, event):
    tie = Conflict.objects.get()
    waiting = recused.to_do()
    assert len(waiting) == PROJECTS - 1
    assert RECUSED_FROM not in waiting
    assert recused.open(f"judging/projects/{tie.team.submission.pk}/") == 404
    boss.goto(f"/admin/judging/conflict/register/{event.pk}/")
    line = boss.get_by_role("region", name="What stands").locator("li").inner_text()
    for words in (recused.name, f"Team {RECUSED_FROM:02}", "declared by the judge"):
        assert words in line


def nobody_elses_marks_are_shown(juror):
    """Neither ranking, export nor discussion, and no comment of others on what is shown."""
    presides = juror.name == JURY[0]
    assert juror.open(RANKING) == (200 if presides else 404)
    assert juror.page.get_by_text("Project").count() == 0
    for address in (f"{RANKING}export/", "judging/discussions/green/"):
        assert juror.open(address) == 404
    done = Scorecard.objects.exclude(judge__name=juror.name).filter(handed_in_at__isnull=False)
    names = set(done.values_list("judge__name", flat=True))
    for address in ["judging/", *(["judging/progress/"] if presides else [])]:
        assert juror.open(address) == 200
        assert not [name for name in names if f"Seen by {name}" in juror.page.content()]


def nobody_waits_for_who_never_comes(president, boss, site):
    """The president reminds by mail, the organiser excuses, and nothing holds up a decision."""
    silent = f"{ABSENT} has handed in nothing."
    president.open("judging/progress/")
    president.page.get_by_text(silent).wait_for()
    president.page.get_by_role("link", name=ABSENT).click()
    president.page.get_by_role("button", name="Remind by mail").click()
    president.page.get_by_text("The reminder is on its way").wait_for()
    assert "not handed in yet" in people.letter(site, address_of(ABSENT), "scorecards")

    boss.goto(f"/admin/judging/judge/{Judge.objects.get(name=ABSENT).pk}/excuse/")
    boss.get_by_role("textbox", name="Reason").fill("Never came, and did not answer.")
    boss.get_by_role("button", name="Excuse this judge").click()
    boss.get_by_text(f"{ABSENT} has left the jury").wait_for()
    president.open("judging/progress/")
    president.page.get_by_text("nothing holds up a decision").wait_for()
    assert president.page.get_by_text(ABSENT).count() == 0


def open_discussion(president, others):
    president.page.get_by_role("link", name="Open the discussion").first.click()
    president.page.get_by_role("button", name="Open the discussion").click()
    president.page.get_by_text("The discussion is open since").wait_for()
    recused, member, absent = others
    assert absent.open("judging/discussions/green/") == 404
    for juror, titles in ((member, PROJECTS), (recused, PROJECTS - 1)):
        assert juror.open("judging/discussions/green/") == 200
        assert juror.page.locator("h2").count() == titles
        assert f"Seen by {president.name}" in juror.page.content()
        assert juror.open(RANKING) == 404
    assert f"Project {RECUSED_FROM:02}" not in recused.page.content()


def ranking_of(president):
    """The projects' numbers, best first; every figure that can be worked out by hand is right."""
    page = president.page
    lines = page.get_by_role("region", name="All numbers").locator("tbody tr")

    def is_there():
        president.open(RANKING)
        page.wait_for_load_state("load")
        return "All numbers" in page.content() and "have changed" not in page.content()

    wait_for(is_there, "the ranking is computed", 120)
    page.get_by_text("All numbers").first.click()
    rows = [row.locator("th, td").all_inner_texts() for row in lines.all()]
    order = [number_in(row[1]) for row in rows]
    assert (order[0], sorted(order)) == (BEST, list(range(1, PROJECTS + 1)))
    for number, row in zip(order, rows, strict=True):
        _rank, _title, calibrated, _interval, plain, *_more, reviews = row
        assert re.fullmatch(r"\d\.\d\d\d", calibrated)
        assert float(plain) == pytest.approx(mean(number), abs=0.0006)
        assert int(reviews) == len(reviewers(number))
    page.get_by_text(f"“Project {BEST:02}” is first").wait_for()
    nobody_alone_decides(president)
    page.get_by_text("How strict the judges are").click()
    judges = page.locator("table.ranking").nth(1).locator("tbody tr")
    counts = [
        (row.locator("th").inner_text(), row.locator("td").last.inner_text())
        for row in judges.all()
    ]
    assert counts == list(zip(JURY[:3], ("43", "42", "42"), strict=True))
    return order


def nobody_alone_decides(president):
    """Computed when the president asks for it, by the worker."""
    president.page.get_by_role("button", name="Compute whether one judge").click()

    def is_told():
        president.open(RANKING)
        return "The winner stays if any one judge is left out." in president.page.content()

    wait_for(is_told, "the ranking without each judge is computed", 120)


def pages_are_for_everybody(president):
    """axe finds nothing in light and dark, and nothing is wider than the phone."""
    wrong = []
    for address in PAGES:
        assert president.open(address) == 200
        width = president.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["viewport"]["width"], address
        for scheme in ("light", "dark"):
            president.page.emulate_media(color_scheme=scheme)
            for found in violations_on(president.page):
                nodes = [node["html"][:200] for node in found["nodes"][:3]]
                wrong.append((address, scheme, found["id"], nodes))
    assert not wrong, "\n".join(map(str, wrong))


def order_by_program(president, folder):
    """What the program of the export says, run beside the site."""
    president.open(RANKING)
    with president.page.expect_download() as download:
        president.page.get_by_role("link", name="Marks without names").click()
    download.value.save_as(folder / "ranking.zip")
    with zipfile.ZipFile(folder / "ranking.zip") as archive:
        archive.extractall(folder)
    run = subprocess.run(
        [sys.executable, "ranking.pyz", "marks.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    lines = re.findall(r"^ +\d+  +(\d+)  ", run.stdout, re.M)
    return [int(entry) + 1 for entry in lines]
