"""What an organiser has chosen for a prize and not decided yet: kept with their session.

The page of prizes is one form. Whichever of its buttons is pressed, what stands in the other
fields is kept here and put back into them. So is a choice that was refused, with its sentences, so
that the page can be loaded again without anything being sent twice.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from challenges.models import Prize
from hackathon.models import Event
from judging.results.forms import AwardForm

KEY = "prize_choices"
FIELDS = ("submission", "reason", "instead_of")
LONGEST = 1000  # letters of a reason that are kept; the form takes fewer


def kept_for(request: HttpRequest, prize: Prize) -> dict[str, Any] | None:
    return request.session.get(KEY, {}).get(str(prize.pk))


def count_open(request: HttpRequest, event: Event) -> int:
    """For how many prizes of the event something is chosen and not decided."""
    kept = request.session.get(KEY, {})
    return Prize.objects.filter(challenge__event=event, pk__in=list(kept)).count()


def keep(request: HttpRequest, forms: Iterable[AwardForm]) -> None:
    """Remember what was chosen in these forms, and forget those that say what stands already."""
    for form in forms:
        if {"submission", "reason"} & set(form.changed_data):
            store(request, form.prize, said_in(form))
        else:
            forget(request, form.prize)


def keep_refused(request: HttpRequest, form: AwardForm) -> None:
    """Remember what was chosen together with what the service had to say about it."""
    refusals = [[name, list(sentences)] for name, sentences in form.refusals.items()]
    told = {"refusals": refusals, "language": get_language(), "is_refused": True}
    store(request, form.prize, said_in(form) | told)


def said_in(form: AwardForm) -> dict[str, str]:
    return {name: str(form[name].data or "")[:LONGEST] for name in FIELDS}


def replace_seen(request: HttpRequest, prize: Prize, mark: str) -> None:
    """What is kept for this prize is about the decision with this mark from now on."""
    if chosen := kept_for(request, prize):
        store(request, prize, chosen | {"instead_of": mark})


def forget(request: HttpRequest, prize: Prize) -> None:
    if kept_for(request, prize):
        del request.session[KEY][str(prize.pk)]
        request.session.modified = True


def store(request: HttpRequest, prize: Prize, chosen: dict[str, Any]) -> None:
    request.session.setdefault(KEY, {})[str(prize.pk)] = chosen
    request.session.modified = True


def form_with(chosen: dict[str, Any] | None, *, tells_refusal: bool, **about: Any) -> AwardForm:
    """The form of a prize with what was chosen in it, and why that was refused."""
    if chosen and tells_refusal and chosen.get("is_refused"):
        return refused_form(chosen, **about)
    return AwardForm(chosen=chosen and {name: chosen[name] for name in FIELDS}, **about)


def refused_form(chosen: dict[str, Any], *, prize: Prize, **about: Any) -> AwardForm:
    data = {f"{AwardForm.prefix_of(prize)}-{name}": chosen[name] for name in FIELDS}
    form = AwardForm(data, prize=prize, **about)
    if form.is_valid() and chosen["language"] == get_language():
        for name, sentences in chosen["refusals"]:
            form.add_error(None if name == "__all__" else name, sentences)
    return form
