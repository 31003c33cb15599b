"""Addresses of an event's and a team's pages."""

from django.urls import reverse


def at(event, name, *ids):
    return reverse(f"teams:{name}", args=[event.slug, *ids])


def url(name, seat, *args):
    """A page of the team that has this seat."""
    return at(seat.team.event, name, seat.team.pk, *args)
