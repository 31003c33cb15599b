from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice
from hackathon.models import AuditEntry
from teams.submissions.models.submission import Version
from teams.team.notices import to_members


@notice("submission.submit")
@notice("submission.take")
def send_receipt(entry: AuditEntry) -> Iterator[Letter]:
    version = entry.subject
    for member in version.submission.team.members.select_related("user"):
        yield Letter.to(member.user, "teams/mail/receipt", event=version.event, version=version)


@notice("submission.triage")
@notice("submission.disqualify")
def tell_team_what_was_decided(entry: AuditEntry) -> Iterator[Letter]:
    verdict = entry.subject
    yield from to_members(verdict.submission.team, "teams/mail/verdict", verdict=verdict)


@notice("submission.rescue")
def tell_team_what_was_submitted_for_it(entry: AuditEntry) -> Iterator[Letter]:
    verdict = entry.subject
    version = Version.objects.get(pk=entry.data["version"])
    told = {"verdict": verdict, "version": version}
    yield from to_members(verdict.submission.team, "teams/mail/verdict", **told)


@notice("submission.recall")
def tell_team_what_was_taken_back(entry: AuditEntry) -> Iterator[Letter]:
    verdict = entry.subject
    version = Version.objects.get(pk=entry.data["version"])
    counts = Version.objects.standing().filter(pk=entry.data["counts"]).first()
    stays = entry.data.get("stays", [])  # fields by name: each reader reads them in their language
    told = {"verdict": verdict, "version": version, "counts": counts, "stays": stays}
    told["project"] = str(counts or verdict.submission) or str(version)
    told["outcome"] = entry.data.get("outcome", "")
    yield from to_members(verdict.submission.team, "teams/mail/verdict", **told)
