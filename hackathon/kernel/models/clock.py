from django.db import models
from django.utils.translation import gettext_lazy as _

LABELS = {
    "hackathon.tasks.take_due_factors": _("taking away a lost second factor"),
    "judging.tasks.announce_sheets": _("telling who settles paper sheets that wait"),
    "judging.tasks.announce_ties": _("telling who decides a tie"),
    "judging.tasks.calculate_rankings": _("calculating the ranking"),
    "judging.tasks.keep_waves_moving": _("opening the next wave of the jury's work"),
    "judging.tasks.publish_missing_rules": _("publishing the rule sheet"),
    "judging.tasks.search_conflicts": _("searching for conflicts of interest"),
    "teams.tasks.drop_old_bundles": _("removing old archives"),
    "teams.tasks.end_open_help": _("closing open requests for help"),
    "teams.tasks.keep_places_moving": _("giving out places and reminding people"),
    "teams.tasks.make_bundles": _("making an archive"),
    "teams.tasks.sweep_files": _("removing uploads that were given up"),
    "teams.tasks.take_last_drafts": _("taking the last drafts at the deadline"),
    "teams.tasks.tell_of_fixed_teams": _("telling what was still open when teams were fixed"),
    "teams.tasks.write_countdowns": _("writing the countdown"),
}


class ClockFailure(models.Model):
    """What the clock could not do for one event, or for one row of it, and tries again.

    Gone as soon as it was done. Not guarded: workers note what they come across.
    """

    task = models.CharField(max_length=80)
    event = models.ForeignKey(
        "hackathon.Event", models.CASCADE, null=True, related_name="clock_failures"
    )
    subject = models.CharField(max_length=80)  # the row, as ``team 17``
    tries = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField()
    not_before = models.DateTimeField()
    error = models.CharField(max_length=200)

    class Meta:
        ordering = ["failing_since"]
        constraints = [
            models.UniqueConstraint(name="clock_failure_once", fields=["task", "subject"])
        ]

    @property
    def label(self) -> str:
        """What it is about, as organisers read it."""
        name = self.task.partition(":")[0]
        return str(LABELS.get(name, name))

    def __str__(self) -> str:
        return f"{self.task} ({self.subject})"
