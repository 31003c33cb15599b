"""What people do in their browser, in steps that a journey is written with."""

import re

from tests.post import arrived, text_of, wait_for

PASSWORD = "correct-horse-battery"


def letter(site, address, subject, seconds=20):
    """The text of the newest mail to ``address`` whose subject has these words."""

    def found():
        mails = [mail for mail in arrived(site.sink) if mail["To"] == address]
        return [mail for mail in mails if subject in str(mail["Subject"])]

    wait_for(found, seconds)
    assert found(), [(mail["To"], str(mail["Subject"])) for mail in arrived(site.sink)]
    return text_of(found()[-1])


def link_in(text):
    return re.search(r"http://127\S+", text).group()


def sign_up(page, site, name, address):
    """From the form to the confirmed address, with the code from the mail."""
    page.goto("/account/signup/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign Up").click()
    code = re.search(r"^([A-Z0-9-]{6,})\s*$", letter(site, address, "code"), re.M)[1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/me/")


def sign_in(page, address):
    page.goto("/account/login/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_url("**/me/")
