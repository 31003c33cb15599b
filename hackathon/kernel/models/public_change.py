from django.db import models

from hackathon.kernel.guard import GuardedModel


class PublicChange(GuardedModel):
    """Something that pages for visitors may show was changed: of one event, or of all of them.

    Rows are only added, each by the operation that made the change, in its transaction. So nobody
    waits for anybody, and the sum moves exactly when the change can be seen. From time to time many
    rows become one with the same sum.
    """

    event = models.ForeignKey("hackathon.Event", models.CASCADE, null=True, related_name="+")
    changes = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.event_id or 'all'}: {self.changes}"
