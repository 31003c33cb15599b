"""What people do in their browser, in steps that a journey is written with."""

import re

from django.conf import settings
from django.test import Client

from hackathon.models import User
from tests.post import CODE, arrived, text_of, wait_for

PASSWORD = "correct-horse-battery"


def letter(site, address, subject):
    """The text of the newest mail to ``address`` whose subject has these words."""

    def found():
        mails = [mail for mail in arrived(site.sink) if mail["To"] == address]
        return [mail for mail in mails if subject in str(mail["Subject"])]

    return text_of(wait_for(found, f"a mail to {address} about “{subject}”")[-1])


def link_in(text):
    return re.search(r"http://127\S+", text).group()


def code_for(site, address):
    """The newest code mailed to somebody who signs up."""
    return CODE.search(letter(site, address, "code"))[1]


def sign_up(page, site, name, address, language="en"):
    """From the form to the confirmed address, with the code from the mail."""
    page.goto(f"/account/signup/?language={language}")
    page.locator("#id_name").fill(name)
    page.locator("#id_email").fill(address)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.locator("#id_code").fill(code_for(site, address))
    page.locator("main form button").first.click()
    page.wait_for_url("**/me/")


def enter(page, address, site=""):
    """Signed in from the start, for whom signing in is not the story."""
    client = Client()
    client.force_login(User.objects.get(email=address))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.goto(f"{site}/")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": page.url}
    page.context.add_cookies([cookie])


def sign_in(page, address):
    page.goto("/account/login/?language=en")
    page.locator("#id_login").fill(address)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/me/")


def save(page):
    """Press “Save” in the workplace and, where the page shows first what that does,
    agree and save again."""
    page.locator("input[name=_save]").first.click()
    done = page.locator(".messagelist .success").first
    done.or_(page.locator("input[name=shown]").first).first.wait_for(state="attached")
    if page.locator("input[name=shown]").count():
        if page.locator("input[name=agreed]").count():
            page.locator("input[name=agreed]").check()
        page.locator("input[name=_save]").first.click()
    done.wait_for()
