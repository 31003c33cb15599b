"""What the audit log says of this room's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.log_words import describe

describe(
    {
        "submission.save": _("Saved the draft of a project"),
        "submission.submit": _("Submitted a project"),
        "submission.withdraw": _("Withdrew a project"),
        "submission.take": _("The last draft was taken at the deadline"),
        "submission.triage": _("Decided whether a project is eligible"),
        "submission.disqualify": _("Disqualified a project"),
        "submission.rescue": _("As organiser, submitted a project for a team"),
        "submission.recall": _("Took back what an organiser had submitted for a team"),
        "upload.begin": _("Began to upload a file"),
        "upload.end": _("Ended an upload"),
        "upload.sweep": _("An upload that rested was cleared away"),
        "file.add": _("Added a file to a project"),
        "file.remove": _("Removed a file from a project"),
        "attempt.record": _("An attempt to submit was refused"),
        "bundle.ask": _("Asked for an archive of all projects"),
        "bundle.finish": _("An archive of all projects was finished"),
        "bundle.drop": _("An old archive of all projects was deleted"),
        "project_form.edit": _("Changed the questions about projects"),
    }
)
