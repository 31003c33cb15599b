"""Proof that the person at the keyboard still reads the mail of their present address.

A change of address is confirmed at both ends: here at the old one, by allauth at the new one.
"""

import hashlib
import hmac
import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

from hackathon.web.signed_in import user_of

KEY = "address_proof"
SECONDS, TRIES = 600, 3


def digest(code: str) -> str:
    plain = "".join(filter(str.isalnum, code)).upper()
    return hmac.new(settings.SECRET_KEY.encode(), plain.encode(), hashlib.sha256).hexdigest()


def mail_code(request: HttpRequest, template: str = "prove_address") -> None:
    """A new code to the present address; an older one is dead."""
    code, address = get_adapter(request).generate_email_verification_code(), user_of(request).email
    request.session[KEY] = {
        "digest": digest(code),
        "address": address,
        "until": time.time() + SECONDS,
        "left": TRIES,
    }
    get_adapter(request).send_mail(f"account/email/{template}", address, {"code": code})


def proof(request: HttpRequest) -> dict:
    """What this session knows of the proof, unless it is too old or about another address."""
    kept = request.session.get(KEY) or {}
    valid = kept and kept["until"] > time.time() and kept["address"] == user_of(request).email
    return kept if valid else {}


def is_awaited(request: HttpRequest) -> bool:
    return proof(request).get("left", 0) > 0


def is_proven(request: HttpRequest) -> bool:
    return proof(request).get("proven", False)


def is_proven_within(request: HttpRequest, seconds: int) -> bool:
    kept = proof(request)
    return kept.get("proven", False) and time.time() - kept.get("proven_at", 0) < seconds


def takes(request: HttpRequest, code: str) -> bool:
    """Whether the code is right; each wrong one brings it nearer to its end."""
    kept = proof(request)
    if not kept or kept["left"] < 1:
        return False
    right = hmac.compare_digest(kept["digest"], digest(code))
    left = 0 if right else kept["left"] - 1
    now = time.time()
    until = now + SECONDS if right else kept["until"]
    request.session[KEY] = {**kept, "left": left, "proven": right, "until": until, "proven_at": now}
    return right
