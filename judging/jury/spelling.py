"""One name for every spelling of an organisation: plain text in, keys that can be compared out."""

import re
import unicodedata

LEGAL_FORMS = {
    "ag",
    "aisbl",
    "asbl",
    "bv",
    "bvba",
    "cv",
    "cvba",
    "co",
    "company",
    "corp",
    "corporation",
    "ev",
    "gcv",
    "gmbh",
    "inc",
    "ivzw",
    "kg",
    "limited",
    "llc",
    "llp",
    "ltd",
    "mbh",
    "nv",
    "ohg",
    "plc",
    "rl",
    "sa",
    "sarl",
    "sas",
    "sc",
    "scrl",
    "se",
    "snc",
    "sprl",
    "srl",
    "stiftung",
    "vof",
    "vzw",
}
LITTLE_WORDS = {
    "a",
    "an",
    "and",
    "at",
    "the",
    "of",
    "for",
    "d",
    "de",
    "l",
    "la",
    "le",
    "les",
    "du",
    "des",
    "et",
    "en",
    "het",
    "van",
    "voor",
    "der",
    "die",
    "das",
    "und",
}
NOBODYS = {  # what people write who work for no organisation
    "freelance",
    "freelancer",
    "independent",
    "independant",
    "none",
    "nvt",
    "privat",
    "prive",
    "private",
    "retired",
    "self employed",
    "student",
    "studente",
    "etudiant",
    "zelfstandige",
    "zelfstandig",
    "unemployed",
    "individual",
    "geen",
    "aucune",
    "keine",
    "university",
    "company",
}
# The word for which each of these stands: what is abbreviated, and what the same organisation
# writes in another of the four languages.
STANDS_FOR = {
    word: meant
    for meant, words in {
        "university": "univ uni universite universiteit universitat universitaet",
        "police": "politie polizei pol",
        "federal": "fed federale foderale federaal foderal bundes",
        "local": "locale lokale lokaal lokal",
        "zone": "zones zonen",
        "ministry": "min ministere ministerie ministerium",
        "department": "dep dept departement department abteilung",
        "institute": "inst institut instituut",
        "national": "nat nationale nationaal",
        "international": "intl internationale internationaal",
        "technology": "tech technologie technologies technologies",
        "association": "assoc assn",
        "service": "services dienst diensten svc",
        "foundation": "fondation",
        "academy": "academie akademie acad",
        "school": "ecole schule hogeschool hochschule",
        "saint": "st ste sint sankt",
    }.items()
    for word in words.split()
}


def plain(words: str) -> str:
    """Without accents, case and punctuation: "Société d'État" is "societe d etat"."""
    bare = unicodedata.normalize("NFKD", words.casefold().replace("ß", "ss").replace("ø", "o"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    bare = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", bare)  # S.A. is SA
    return " ".join(re.findall(r"\w+", bare))


def organisation_key(words: str) -> str:
    """What all spellings of one organisation share; nothing if it names none."""
    spelled = with_letters_joined(plain(words).split())
    meant = [STANDS_FOR.get(word, word) for word in spelled]
    rest = [word for word in meant if word not in LEGAL_FORMS | LITTLE_WORDS]
    key = " ".join(sorted(rest))
    return "" if len(key) < 2 or " ".join(rest) in NOBODYS else key


def with_letters_joined(words: list[str]) -> list[str]:
    """Letters that stand alone, one after the other, are one word: "S à r l" is "sarl"."""
    found: list[str] = []
    letters = ""
    for word in [*words, ""]:
        if len(word) == 1:
            letters += word
            continue
        if letters:
            found.append(letters)
        letters = ""
        found.append(word)
    return [word for word in found if word]
