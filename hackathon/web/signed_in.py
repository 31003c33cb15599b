"""Requests of people who have signed in, for the views that let in nobody else."""

from typing import cast

from django.http import HttpRequest

from hackathon.kernel.models.user import User


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` is handed."""

    user: User


def user_of(request: HttpRequest) -> User:
    """Who has signed in, where the workplace hands over a plain request and lets in nobody else."""
    return cast("User", request.user)
