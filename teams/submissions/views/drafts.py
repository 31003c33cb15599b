"""A team writes its project."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hackathon.events.selectors import event_or_404
from hackathon.kernel.errors import PhaseClosed
from hackathon.kernel.operations import seen_at
from hackathon.kernel.tokens import new_nonce
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest
from teams.deadlines.views import told_times
from teams.submissions import policy
from teams.submissions.forms import SubmissionForm
from teams.submissions.selectors import checklist, drafting
from teams.submissions.selectors.submissions import (
    content_of,
    is_unsubmitted,
    standing_version,
    submission_of,
    told_answers,
)
from teams.submissions.services import drafts, files, submissions
from teams.submissions.views import tries
from teams.submissions.views.downloads import list_files
from teams.submissions.views.standing import stand_of
from teams.submissions.views.uploads import files_context, stored_files
from teams.team.selectors.team import team_or_404

if TYPE_CHECKING:
    from teams.submissions.models.submission import Submission, Version
    from teams.team.models.team import Team


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: SignedInRequest, event_slug: str, team_id: int) -> HttpResponse:
    """Write, save, preview or submit the team's project; whatever is refused, the text stays."""
    event = event_or_404(event_slug, request.user)
    team = team_or_404(event, request.user, team_id)
    draft = submission_of(team)
    questions = checklist.questions_for(team)
    if request.method != "POST":
        said = {**content_of(draft), "key": new_nonce()}
        return show(request, team, draft, SubmissionForm(initial=said, questions=questions))
    data, held = drafting.decide_clash(request.POST, draft)
    form = SubmissionForm(data, request.FILES, questions=questions, held=held)
    form.is_final = request.POST.get("do") == "submit"
    return carry_out(request, team, draft, form) or show_again(request, team, form)


def show(
    request: SignedInRequest,
    team: "Team",
    draft: "Submission | None",
    form: SubmissionForm,
    clashes: Any = (),
) -> HttpResponse:
    is_open = policy.SAVE_SUBMISSION.allows(request.user, team)
    missing = todo(draft, form)
    context = {
        "team": team,
        "draft": draft,
        **files_context(request, team),
        "to_read": None if is_open else read_only(team, draft, form),
        "form": form,
        "clashes": clashes,
        "seen": drafting.digests(draft, form.names),
        "written": json.dumps(drafting.written_fields(draft, form.names)),
        "changed": json.dumps(drafting.changes_of(draft, form.questions, request.user)),
        "missing": missing,
        "stand": stand_of(request, team, draft, is_complete=not missing),
        "is_open": is_open,
        **told_times(team, request.user),
        "may_withdraw": bool(draft) and policy.WITHDRAW.allows(request.user, draft),
    }
    status = 422 if form.errors else 200
    return event_page(
        request, team.event, "teams/submissions/submission.html", context, status=status
    )


def read_only(
    team: "Team", draft: "Submission | None", form: SubmissionForm
) -> dict[str, Any] | None:
    """The project to read when nothing can be written: the version that counts, else the draft."""
    if draft is None:
        return None
    standing = standing_version(draft)
    content = standing or draft
    return {
        "content": content,
        "answers": told_answers(content, form.questions),
        "files": list_files(content.files, "teams:file", team.event.slug, team.pk)
        if standing
        else [],
    }


def show_again(request: SignedInRequest, team: "Team", form: SubmissionForm) -> HttpResponse:
    """The form over the draft as it is now, with both texts where two people changed one."""
    draft = submission_of(team)
    if draft is None or "revision" in form.errors:
        return show(request, team, draft, form)
    clashes = drafting.clashes_in(
        draft,
        form.questions,
        form.touched(),
        form.held,
        reader=request.user,
        seen=form.cleaned_data["revision"],
        labels={name: form.fields[name].label for name in form.names},
    )
    form.rebase(drafting.written_fields(draft, form.names), draft.revision)
    return show(request, team, draft, form, clashes)


def todo(draft: "Submission | None", form: SubmissionForm) -> list[dict[str, str]]:
    """What is missing before the draft can be submitted, each with the place where to write it."""
    missing = checklist.missing_in(draft, form.questions) if draft else None
    if missing is None:
        missing = checklist.missing_among({}, form.questions)
    return [
        {
            "field": part.field,
            "anchor": form[part.field].id_for_label or f"div_id_{part.field}",
            "sentence": str(part.sentence),
        }
        for part in missing
    ]


def carry_out(
    request: SignedInRequest, team: "Team", draft: "Submission | None", form: SubmissionForm
) -> HttpResponse | None:
    """Submit or save, and say where to go next; None if the form has something to say first."""
    why: ValidationError | None = refusal_if_closed(team)
    if why is None:
        answer = write(request, team, draft, form)
        if answer or form.is_on_record or not form.is_final:
            return answer
        why = ValidationError(list(told_errors(form)))
    elif not form.is_final:
        form.add_error(None, why.messages)
        return None
    try:
        return tries.answered_or_refused(request, team, why)
    except ValidationError as refusal:
        if refusal is not why or isinstance(why, PhaseClosed):
            form.add_error(None, refusal.messages)
        return None


def refusal_if_closed(team: "Team") -> PhaseClosed | None:
    """The refusal of whoever comes too late, by the database's instant."""
    if policy.SAVE_SUBMISSION.open_now(team):
        return None
    refusal = PhaseClosed(_("The deadline has passed: nothing can be changed any more."))
    refusal.at = seen_at(team.event)
    return refusal


def told_errors(form: SubmissionForm) -> Iterator[str]:
    """What the form has to say, field by field."""
    for name, sentences in form.errors.items():
        yield from (f"{name.strip('_')}: {sentence}" for sentence in sentences)


def write(
    request: SignedInRequest, team: "Team", draft: "Submission | None", form: SubmissionForm
) -> HttpResponse | None:
    if not form.is_valid() and "revision" in form.errors:
        return None
    if form.is_final:
        require_complete(form, draft)
    revision = form.cleaned_data["revision"]
    arrived = stored_files(request, team, form)
    with refusal_in_form(form) as act:
        if form.is_valid() and form.is_final and not form.held:
            try:
                version = hand_in(request, team, form, revision=revision, uploads=arrived)
                return tries.show_version(request, version)
            except submissions.Overtaken as refusal:  # what was typed and sent is kept as a draft
                form.add_error(None, refusal.messages)
        saved = drafts.save_draft(
            actor=request.user, team=team, revision=revision, content=form.touched()
        )
    if not act.is_done:
        return None
    put_in_draft(form, arrived, actor=request.user, team=team)
    return after_saving(request, team, form, saved)


def after_saving(
    request: HttpRequest, team: "Team", form: SubmissionForm, saved: Any
) -> HttpResponse | None:
    if saved.clashes or form.held:
        form.add_error(None, gettext("A team-mate changed the same text. Decide which text stays."))
    if not form.is_valid():
        return None
    if request.POST.get("do") == "preview":
        return redirect("teams:preview", team.event.slug, team.pk)
    messages.success(request, sentence_of(submission_of(team)))
    return redirect("teams:submission", team.event.slug, team.pk)


def sentence_of(draft: "Submission | None") -> str:
    """What saving did, and did not."""
    version = standing_version(draft) if draft else None
    if draft is None or version is None or draft.status != "submitted":
        return gettext("The draft is saved. It is not submitted yet.")
    number = version.number
    if not is_unsubmitted(draft):
        return gettext("Saved. It is the same as version %(n)d, which counts.") % {"n": number}
    return gettext("Saved. It is not submitted: version %(n)d counts until you submit again.") % {
        "n": number
    }


def hand_in(request: SignedInRequest, team: "Team", form: SubmissionForm, **what: Any) -> "Version":
    """The service keeps its own refusals on record."""
    form.is_on_record = True
    what |= {"content": form.touched(), "promised": tries.promised_in(request)}
    return submissions.submit(actor=request.user, team=team, **tries.key_and_body(request), **what)


def require_complete(form: SubmissionForm, draft: "Submission | None") -> None:
    """Beside each field that is empty, here and in the draft, what is to be done."""
    planned = {**drafting.written_fields(draft, form.names), **form.touched()}
    for part in checklist.missing_among(planned, form.questions):
        if part.field not in form.errors:
            form.add_error(part.field, gettext("Write this before you submit."))


def put_in_draft(form: SubmissionForm, arrived: list[dict], **what: Any) -> None:
    for file in arrived:
        with refusal_in_form(form, about=file["file"].name):
            files.add_file(**what, **file)
