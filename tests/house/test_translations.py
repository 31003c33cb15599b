"""Every sentence that a reader may meet is there in French, Dutch and German."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.contrib import admin
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
FLOORS = ("hackathon", "challenges", "teams", "judging")
FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = re.compile(r"""pgettext\(\s*u?'([^']*)',\s*u?'([^']*)'""")
CALL = re.compile(r"""(?:\b_|(?<!p)gettext)\(\s*(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def in_python(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in FUNCTIONS:
            argument = node.args[0]  # a plural has one entry, by the name of its singular
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def in_template(file: Path) -> Iterator[str]:
    code = templatize(file.read_text())
    for context, text in WITH_CONTEXT.findall(code):
        yield f"{context}\x04{text}"  # as the catalog has it
    for found in CALL.finditer(code):
        yield ast.literal_eval(found[1].removeprefix("u"))


def sentences() -> set[str]:
    code = [file for floor in FLOORS for file in (ROOT / floor).rglob("*.py")]
    pages = [file for file in (ROOT / "templates").rglob("*.*") if file.suffix in (".html", ".txt")]
    found = {text for file in code if "migrations" not in file.parts for text in in_python(file)}
    return (found | {text for file in pages for text in in_template(file)}) - {""}


@pytest.fixture(scope="module")
def everything():
    found = sentences()
    assert {"Register a team", "The team is full.", "Hand in"} <= found
    return found


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_every_sentence_is_translated_and_keeps_its_placeholders(everything, language):
    folder = ROOT / "hackathon" / "locale" / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as compiled:
        catalog = gettext.GNUTranslations(compiled)._catalog
    known = {key: text for key, text in catalog.items() if isinstance(key, str)}
    plurals = {key: text for key, text in catalog.items() if isinstance(key, tuple)}
    known |= {key[0]: text for key, text in plurals.items()}

    assert [key for key, text in plurals.items() if not text] == []
    missing = sorted(text for text in everything if not known.get(text))
    assert not missing, (
        f"Not translated to {language}; docs/contributing.md names the commands:\n"
        + "\n".join(missing)
    )
    assert "fuzzy" not in (folder / "django.po").read_text()
    for text in everything:
        theirs = sorted(set(PLACEHOLDER.findall(known[text])))
        assert theirs == sorted(set(PLACEHOLDER.findall(text))), (text, known[text])


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
@pytest.mark.parametrize("place", ["locale", "locale_accounts"])
def test_what_is_compiled_is_what_was_written(language, place):
    """Every translation of the readable file is in the compiled one, which is committed too."""
    folder = ROOT / "hackathon" / place / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as compiled:
        translated = set(gettext.GNUTranslations(compiled)._catalog.values())
    for line in (folder / "django.po").read_text().splitlines():
        if line.startswith("msgstr ") and line != 'msgstr ""':
            assert ast.literal_eval(line.removeprefix("msgstr ")) in translated


ALLAUTH = Path(allauth.__file__).parent
USED = ("account", "mfa", "usersessions", "socialaccount")
# What these say is for what this site has switched off, by file ...
OFF = {
    "account/apps.py",
    "mfa/apps.py",
    "socialaccount/apps.py",
    "usersessions/apps.py",
    "account/admin.py",
    "account/models.py",
    "socialaccount/models.py",
    "usersessions/models.py",
    # several addresses a person, links instead of codes, telephones
    "account/email.html",
    "account/email_confirm.html",
    "account/snippets/warn_no_email.html",
    "account/verified_email_required.html",
    "account/verification_sent.html",
    "account/confirm_password_reset_code.html",
    "account/email/password_reset_subject.txt",
    "account/email/password_reset_code_message.txt",
    "account/email/password_reset_code_subject.txt",
    "account/signup_closed.html",
    "account/phone_change.html",
    "account/confirm_phone_verification_code.html",
    # passkeys without a password, and browsers that are trusted
    "account/signup_by_passkey.html",
    "mfa/webauthn/signup_form.html",
    "mfa/trust.html",
}
# ... and by sentence: the other half of a file stays in use.
NEVER = re.compile(
    r"[Pp]hone|^Username|^The username|^(P|Enabling p)asswordless|[Ss]ign (in|up) \w+ a passkey"
    r"|^(Email \((again|optional)\)|Email address confirmation|You must type the same email)"
    r"|^Remember Me$|^Login$|shown again\.$|I have saved my recovery codes"
)
SAME = {"Code", "Browser", "Passkey", "Note"}  # words that are the same elsewhere, too
FAMILIAR = {
    "fr": re.compile(r"\b(tu|te|toi|ton|ta|tes)\b", re.I),
    "nl": re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.I),
    "de": re.compile(r"\b(du|dich|dir|dein\w*|euch|euer|eure\w*)\b", re.I),
}


def of_allauth() -> set[str]:
    """What allauth can say here, where no template of the house takes its place."""
    found = set()
    for name in USED:
        for file in (ALLAUTH / name).rglob("*.py"):
            place = file.relative_to(ALLAUTH)
            theirs = "providers" in place.parts and "openid_connect" not in place.parts
            if str(place) not in OFF and not theirs:
                found |= set(in_python(file))
        for file in (ALLAUTH / "templates" / name).rglob("*.*"):
            place = str(file.relative_to(ALLAUTH / "templates"))
            if place not in OFF and get_template(place).origin.name == str(file):
                found |= set(in_template(file))
    return {text for text in found if not NEVER.search(text)}


@pytest.fixture(scope="module")
def borrowed():
    found = of_allauth()
    assert {"Sign In", "Use a security key", "Incorrect password.", "Security Key Added"} <= found
    return found


@pytest.mark.parametrize("language", FAMILIAR)
def test_every_borrowed_sentence_is_translated_keeps_its_placeholders_and_is_civil(
    borrowed, language
):
    with translation.override(language):
        said = {text: translation.gettext(text) for text in borrowed}

    assert sorted(text for text in said if said[text] == text and text not in SAME) == []
    for text, theirs in said.items():
        assert sorted(PLACEHOLDER.findall(theirs)) == sorted(PLACEHOLDER.findall(text)), theirs
        assert not FAMILIAR[language].search(theirs), theirs


@pytest.mark.parametrize("language", FAMILIAR)
def test_the_house_itself_is_civil(everything, language):
    with translation.override(language):
        familiar = [
            text for text in map(translation.gettext, everything) if FAMILIAR[language].search(text)
        ]
    assert familiar == []


def compiled(place: Path) -> set:
    with (place / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return set(gettext.GNUTranslations(file)._catalog)


def test_no_borrowed_word_takes_the_place_of_one_of_the_organisers_pages():
    """One catalogue serves all: what means something else there is left as it was."""
    theirs = compiled(Path(admin.__file__).parent / "locale" / "fr")
    ours = compiled(ROOT / "hackathon" / "locale_accounts" / "fr")
    assert ours & theirs == {"", "Remove"}


TRANSLATED = re.compile(
    r"{% blocktrans.*?{% endblocktrans(?:late)? %}|{% comment %}.*?{% endcomment %}", re.DOTALL
)
OWN_COLON = re.compile(r"(?:}}|%})(?:</\w+>)?:(?=\s)")


def colons_in(code: str) -> list[str]:
    """Where a template sets a colon by itself behind something that it fills in."""
    return [code[max(0, found.start() - 40) : found.end()] for found in OWN_COLON.finditer(code)]


def test_a_colon_between_what_is_filled_in_follows_the_language():
    """French wants a space before it, so no template writes one by itself."""
    files = sorted((ROOT / "templates").rglob("*.*"))
    found = {
        str(file.relative_to(ROOT)): colons
        for file in files
        if (colons := colons_in(TRANSLATED.sub("", file.read_text())))
    }

    assert colons_in("<strong>{{ title }}</strong>: {{ reward }}")
    assert found == {}


@pytest.mark.parametrize(("language", "told"), [("en", "Prize: one"), ("fr", "Prize\u00a0: one")])
def test_the_colon_is_set_as_the_reader_is_used_to(language, told):
    with translation.override(language):
        assert Template("Prize{% colon %} one").render(Context()) == told
