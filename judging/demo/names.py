"""Made-up people, always the same ones, at addresses that cannot exist."""

import random
from collections.abc import Iterator

FIRST = [
    "Amélie",
    "Bram",
    "Célia",
    "Daan",
    "Elif",
    "Finn",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jonas",
    "Karima",
    "Lars",
    "Maëlle",
    "Noor",
    "Olivier",
    "Pia",
    "Quinten",
    "Rania",
    "Senne",
    "Tess",
    "Ugo",
    "Vera",
    "Wout",
    "Xenia",
    "Yasmine",
    "Zoë",
    "Adil",
    "Britt",
    "Corentin",
    "Dries",
    "Emma",
    "Farid",
    "Greta",
    "Hanne",
    "Ilias",
    "Julie",
    "Kobe",
    "Lina",
    "Matteo",
    "Nele",
]
FAMILY = [
    "Aertsbroek",
    "Boisvallon",
    "Claesvelde",
    "Dumortagne",
    "Everaertsen",
    "Fonteyneau",
    "Goossenberg",
    "Hardymont",
    "Ibenhoven",
    "Jacqmarais",
    "Kerckstraete",
    "Lambrechies",
    "Maesdonck",
    "Noirvaux",
    "Oostveldt",
    "Petitchêne",
    "Quintelier",
    "Rosseelbeke",
    "Schoonmeers",
    "Thirifontaine",
    "Uyttenberg",
    "Vandermolen",
    "Willemstaede",
    "Xhoffraide",
    "Ysebrandt",
    "Zwartbol",
]
TEAM_FIRST = [
    "Amber",
    "Blauwe",
    "Clair",
    "Delta",
    "Echo",
    "Franc",
    "Grote",
    "Haute",
    "Indigo",
    "Joyeuse",
    "Kleine",
    "Luna",
]
TEAM_SECOND = [
    "Brug",
    "Comète",
    "Duif",
    "Étoile",
    "Fuchs",
    "Gouttes",
    "Hirondelle",
    "Kanaal",
    "Lantaarn",
]


def people(seed: int) -> Iterator[tuple[str, str]]:
    """Names without end, each once, with the name as an address has it."""
    names = [f"{first} {family}" for family in FAMILY for first in FIRST]
    random.Random(seed).shuffle(names)  # noqa: S311 - no secret
    for number, name in enumerate(names, 1):
        yield name, f"person{number:03d}"


def team_names() -> list[str]:
    return [f"{first} {second}" for second in TEAM_SECOND for first in TEAM_FIRST]
