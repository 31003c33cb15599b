from django.db import models


class MailHold(models.Model):
    """While there is one without an end, no worker makes or sends a mail.

    A restored backup holds promises and mails that may have gone out after it was made: a person
    looks at them first. A staging copy never writes to the people in it: its hold has no end.
    """

    began_at = models.DateTimeField(auto_now_add=True)
    backup_of = models.DateTimeField()
    is_staging = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"since {self.began_at}"
