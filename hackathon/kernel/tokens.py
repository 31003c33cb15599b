"""Tokens for mailed links: 256 bits derived from the server's key, only their hash at rest."""

import hashlib

from django.utils.crypto import get_random_string, salted_hmac


def new_nonce() -> str:
    return get_random_string(32)


def token_for(purpose: str, nonce: str, address: str = "") -> str:
    """With ``address`` the token is another one for every address to which it could be mailed."""
    told = f"{nonce} {address.lower()}" if address else nonce
    return salted_hmac(purpose, told, algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
