"""Made-up people, always the same ones, at addresses that cannot exist."""

import random
from collections.abc import Iterator

FIRST = """
    Amélie Bram Célia Daan Elif Finn Gaëlle Hugo Inès Jonas Karima Lars Maëlle Noor Olivier Pia
    Quinten Rania Senne Tess Ugo Vera Wout Xenia Yasmine Zoë Adil Britt Corentin Dries Emma Farid
    Greta Hanne Ilias Julie Kobe Lina Matteo Nele
""".split()
FAMILY = """
    Aertsbroek Boisvallon Claesvelde Dumortagne Everaertsen Fonteyneau Goossenberg Hardymont
    Ibenhoven Jacqmarais Kerckstraete Lambrechies Maesdonck Noirvaux Oostveldt Petitchêne
    Quintelier Rosseelbeke Schoonmeers Thirifontaine Uyttenberg Vandermolen Willemstaede
    Xhoffraide Ysebrandt Zwartbol
""".split()
TEAMS = [
    "De Trappers",
    "Les Baskets rouges",
    "Crossing Guards",
    "Die Schülerlotsen",
    "Kasseikoppen",
    "Brassard",
    "Ten Past Eight",
    "Blinde Vlek",
    "Les Virages",
    "Rasthalte",
    "Fluohesjes",
    "Paper Boats",
    "Les Noctambules",
    "Nachtuilen",
    "Lamplighters",
    "Comptoir 22",
    "Mondscheingruppe",
    "Laatste Tram",
    "Soda Water",
    "Taxi Brousse",
    "Kattenogen",
    "Heimspiel",
    "Silent Mode",
    "Koffiekoeken",
    "Les Sonnettes",
    "Doorstep",
    "Banc d’essai",
    "Viertel vor Acht",
    "Achterdeur",
    "Long Way Round",
    "Les Paliers",
    "Ruis op de Lijn",
    "Blaulicht aus",
    "Pinceau Libre",
    "Forty Sentences",
    "Tante Post",
    "Spaakwerk",
    "Selle et Poivre",
    "Shelf Life",
    "Schlüsselbund",
    "Graveerders",
    "Dernier Arrêt",
    "Second Hand News",
]


def people(seed: int) -> Iterator[tuple[str, str]]:
    """A thousand names, each once, with the first part of an address."""
    names = [f"{first} {family}" for family in FAMILY for first in FIRST]
    random.Random(seed).shuffle(names)  # noqa: S311 - no secret
    for number, name in enumerate(names, 1):
        yield name, f"person{number:03d}"
