"""The rehearsal's people as participants: their places, the rules they agreed to, who looks."""

from hackathon.models import Event, User
from teams.models import (
    Acceptance,
    ConsentText,
    EntryQuestion,
    Member,
    Participant,
    ProjectQuestion,
    Team,
)

RULES = {
    "sentence_en": "I have read the rules and keep to them.",
    "sentence_fr": "J’ai lu le règlement et je le respecte.",
    "sentence_nl": "Ik heb het reglement gelezen en leef het na.",
    "sentence_de": "Ich habe die Regeln gelesen und halte sie ein.",
    "text_en": "- Be kind.\n- What you write here is yours.\n- Say what you made before the event.",
    "text_fr": "- Soyez bienveillants.\n- Ce que vous écrivez ici vous appartient.\n"
    "- Dites ce que vous aviez fait avant l’événement.",
    "text_nl": "- Wees vriendelijk.\n- Wat u hier schrijft, is van u.\n"
    "- Zeg wat u al voor het evenement had gemaakt.",
    "text_de": "- Seien Sie freundlich.\n- Was Sie hier schreiben, gehört Ihnen.\n"
    "- Sagen Sie, was schon vorher fertig war.",
}
COMES_AS = {
    "label_en": "You come as",
    "label_fr": "Vous venez en tant que",
    "label_nl": "U komt als",
    "label_de": "Sie kommen als",
    "options_en": "Student\nStart-up\nCompany\nPublic service",
    "options_fr": "Étudiant\nStart-up\nEntreprise\nService public",
    "options_nl": "Student\nStart-up\nBedrijf\nOverheid",
    "options_de": "Student\nStart-up\nUnternehmen\nÖffentlicher Dienst",
}
ON_DATA = {
    "label_en": "Which data does your project use, and who may see it?",
    "label_fr": "Quelles données votre projet utilise-t-il, et qui peut les voir ?",
    "label_nl": "Welke gegevens gebruikt uw project, en wie mag ze zien?",
    "label_de": "Welche Daten nutzt Ihr Projekt, und wer darf sie sehen?",
}
READY = {
    "label_en": "How far is it?",
    "label_fr": "Où en est-il ?",
    "label_nl": "Hoe ver staat het?",
    "label_de": "Wie weit ist es?",
    "options_en": "An idea\nA sketch to click through\nIt runs",
    "options_fr": "Une idée\nUne maquette à parcourir\nIl fonctionne",
    "options_nl": "Een idee\nEen schets om door te klikken\nHet werkt",
    "options_de": "Eine Idee\nEin Entwurf zum Durchklicken\nEs läuft",
}
PITCHES = (
    (
        ["design", "python"],
        ["fr", "nl"],
        "Nous voulons montrer à chaque patrouille où elle est "
        "attendue, sans radio. Il nous manque quelqu’un qui dessine.",
    ),
    (["law"], ["nl", "en"], "Wij bouwen een kaart van wat buren melden. Wie kent de regels?"),
    (["data", "maps"], ["en"], "Two developers with an idea about night shifts look for numbers."),
    (["ux", "writing"], ["de", "fr"], "Ein Formular, das jeder versteht: Wer schreibt mit?"),
)
LOOKING = (
    (["python", "data"], ["fr", "en"], "Je cherche une équipe qui aime les chiffres."),
    (["design"], ["nl"], "Ik teken schermen en test ze op straat."),
    (["law", "writing"], ["en", "de"], "Lawyer by day. I read what others skip."),
)


def load(event: Event) -> None:
    at = event.registration_opens_at
    rules = ConsentText.objects.create(
        event=event, kind="rules", version=1, published_at=at, **RULES
    )
    EntryQuestion.objects.create(event=event, kind="choice", **COMES_AS)
    ask_of_projects(event)
    seats = Member.objects.filter(event=event).order_by("pk")
    looking = User.objects.filter(email__in=[f"visitor{n}@example.org" for n in (1, 2, 3)])
    people = [seat.user_id for seat in seats] + [user.pk for user in looking.order_by("email")]
    placed = Participant.objects.bulk_create(
        Participant(
            event=event,
            user_id=user,
            status=Participant.Status.CONFIRMED,
            started_at=at,
            applied_at=at,
            confirmed_at=at,
        )
        for user in people
    )
    Acceptance.objects.bulk_create(
        Acceptance(participant=row, text=rules, accepted_at=at, language="fr") for row in placed
    )
    for row, (skills, languages, words) in zip(placed[-3:], LOOKING, strict=True):
        row.is_looking, row.skills, row.languages, row.looking_for = True, skills, languages, words
        row.save()
    look_for_people(event)


def ask_of_projects(event: Event) -> None:
    """One question to all, and one to the teams of the first challenge."""
    ProjectQuestion.objects.create(event=event, kind="long", **ON_DATA)
    first = event.challenges.order_by("position").first()
    ProjectQuestion.objects.create(
        event=event, kind="choice", challenge=first, is_public=True, **READY
    )


def look_for_people(event: Event) -> None:
    """The first teams with a free seat, but the demo's own: that one is its captain's to open."""
    teams = [t for t in event.teams.order_by("pk")[1:] if t.members.count() < event.max_team_size]
    for team, (skills, languages, pitch) in zip(teams, PITCHES, strict=False):
        team.wanted_skills, team.languages, team.pitch, team.is_open = (
            skills,
            languages,
            pitch,
            True,
        )
    Team.objects.bulk_update(teams, ["wanted_skills", "languages", "pitch", "is_open"])
