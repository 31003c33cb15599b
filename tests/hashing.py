"""Passwords of tests: of the usual kind, so that every process can check them, made quickly."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    iterations = 1
