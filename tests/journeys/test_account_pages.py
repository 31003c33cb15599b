"""A newcomer walks through all pages of their account; axe looks at each, in light and dark."""

import pytest
from PIL import Image

from tests.hackathon.accounts.test_second_factor import code as digits
from tests.journeys.looks import AT_FIRST, faults_of
from tests.journeys.people import PASSWORD
from tests.journeys.test_second_factor import KEY
from tests.post import CODE, arrived, text_of, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "ada@example.org"


class Walk:
    """A page, what is wrong on the pages it has been to, and the codes that were mailed."""

    def __init__(self, page, site):
        self.page, self.site, self.wrong, self.used = page, site, [], set()
        page.on("console", self.listen)

    def listen(self, line):
        if line.type == "error":
            self.wrong.append((self.page.url, line.text))

    def look(self):
        self.wrong += [(self.page.url, *fault) for fault in faults_of(self.page)]

    def go(self, path):
        self.page.goto(self.site.url + path)
        self.look()

    def press(self, **fields):
        for name, value in fields.items():
            self.page.locator(f"#id_{name}").fill(value)
        with self.page.expect_navigation():
            self.page.locator("main form button").first.click()
        self.look()

    def mailed(self, address=ADDRESS):
        """The code that this walk has not typed yet."""

        def new():
            texts = [text_of(mail) for mail in arrived(self.site.sink) if mail["To"] == address]
            return {found[1] for text in texts if (found := CODE.search(text))} - self.used

        (found,) = wait_for(new, f"a new code for {address}")
        self.used.add(found)
        return found


def signs_up(walk):
    walk.go("/account/signup/?language=en")
    walk.press()
    walk.press(name="Ada", email=ADDRESS, password1="12345")
    walk.press(password1=PASSWORD)
    walk.press(code="ZZZ-ZZZ")
    walk.press(code=walk.mailed())
    walk.page.wait_for_url("**/me/")


def fills_in_a_profile(walk, folder):
    walk.go("/me/profile/")
    (folder / "large.png").write_bytes(b"0" * (5 * 1024 * 1024 + 1))
    Image.new("RGB", (600, 400), "teal").save(folder / "me.png")
    for name, said in (("large.png", "larger than 5 MB"), ("me.png", "Saved.")):
        walk.page.locator("#id_photo").set_input_files(folder / name)
        walk.page.locator("#submit-id-save").click()
        walk.page.get_by_text(said).wait_for()
        walk.look()
    walk.go("/me/profile/")
    walk.page.get_by_alt_text("Your photo").wait_for()


def sets_up_factors(walk):
    walk.go("/account/2fa/")
    walk.go("/account/2fa/totp/activate/")
    walk.press(password=PASSWORD)
    walk.page.locator("main summary").click()
    walk.look()
    secret = walk.page.locator("#authenticator_secret").inner_text().replace(" ", "")
    walk.press(code="000000")
    walk.press(code=digits(secret))
    walk.page.wait_for_url("**/recovery-codes/")
    spare = walk.page.locator("#recovery_codes li").first.inner_text()
    walk.go("/account/2fa/webauthn/add/")
    walk.page.locator("#id_name").fill("Blue key")
    walk.page.locator("#mfa_webauthn_add").click()
    walk.page.wait_for_url("**/2fa/")
    walk.go("/account/2fa/webauthn/")
    change = walk.page.get_by_role("link", name="Rename Blue key").get_attribute("href")
    for path in (
        change,
        change.replace("edit", "remove"),
        "/account/2fa/recovery-codes/generate/",
        "/account/2fa/totp/deactivate/",
        "/account/2fa/",
    ):
        walk.go(path)
    return spare


def changes_address(walk):
    walk.go("/me/address/")
    walk.press()
    walk.press(code="ZZZ")
    walk.press(code=walk.mailed())
    walk.press(email=ADDRESS)
    walk.press(email="ada@example.net")
    walk.press(code=walk.mailed("ada@example.net"))
    walk.page.get_by_text("ada@example.net is confirmed").wait_for()


def test_every_page_of_an_account_is_for_everybody(site, browse, tmp_path, monkeypatch):
    own_name = site.url.replace("127.0.0.1", "localhost")
    monkeypatch.setattr(site, "url", own_name)  # keys are bound to a name
    walk = Walk(browse(**AT_FIRST), site)
    devtools = walk.page.context.new_cdp_session(walk.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    signs_up(walk)
    fills_in_a_profile(walk, tmp_path)
    spare = sets_up_factors(walk)
    changes_address(walk)

    other = Walk(browse(**AT_FIRST), site)
    other.go("/account/login/?language=en")
    other.press(login="ada@example.net", password="wrong")
    other.press(login="ada@example.net", password=PASSWORD)
    other.press(code="000000")
    other.press(code=spare)
    other.page.wait_for_url("**/me/")
    for path in (
        "/account/reauthenticate/",
        "/account/2fa/reauthenticate/",
        "/account/2fa/webauthn/reauthenticate/",
        "/account/password/change/",
        "/account/3rdparty/",
        "/account/sessions/",
    ):
        other.go(path)
    other.press()
    walk.page.goto(f"{site.url}/me/")
    assert "/account/login/" in walk.page.url, "signed out everywhere else"
    other.go("/account/logout/")
    other.press()
    other.page.go_back()
    assert "Ada" not in other.page.inner_text("header"), "nothing is kept for the back button"

    wrong = walk.wrong + other.wrong
    assert not wrong, "\n".join(map(str, wrong))
