from django.db import models


class Heartbeat(models.Model):
    """When something that must happen again and again last happened, and on which machine.

    Not guarded: workers and the backup write it, which is no operation of a person.
    """

    class Source(models.TextChoices):
        SWEEP = "sweep"
        BACKUP = "backup"

    source = models.CharField(max_length=10, choices=Source)
    host = models.CharField(max_length=255)
    at = models.DateTimeField()
    clock_ahead = models.DurationField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="heartbeat_once", fields=["source", "host"]),
        ]

    def __str__(self) -> str:
        return f"{self.source} on {self.host}"
