from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teams.participants.models.form import AskedQuestion


class ProjectQuestion(AskedQuestion):
    """A question that the teams of an event, or of one challenge, answer in their submission."""

    Kind = AskedQuestion.Kind

    event = models.ForeignKey("hackathon.Event", models.CASCADE, related_name="project_questions")
    challenge = models.ForeignKey(
        "challenges.Challenge",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="project_questions",
        verbose_name=_("challenge"),
        help_text=_("Empty: the teams of every challenge answer it."),
    )
    is_public = models.BooleanField(
        _("the answer is public with the project"),
        default=False,
        db_default=False,
        help_text=_(
            "Ticked: everyone reads the answer once the projects are public, and the teams read "
            "that beside the question. Otherwise only the team, the organisers and the jury "
            "read it."
        ),
    )

    class Meta:
        verbose_name = _("question of the submission")
        verbose_name_plural = _("questions of the submission")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="project_question_choices_are_listed",
                condition=~Q(kind__in=["choice", "choices"]) | ~Q(options=""),
                violation_error_message=_("Write the choices, one a line."),
            ),
            models.CheckConstraint(
                name="project_question_takes_no_file",
                condition=~Q(kind="file"),
                violation_error_message=_("Files have a place of their own in every submission."),
            ),
        ]
