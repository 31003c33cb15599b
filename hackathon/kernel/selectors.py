from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from hackathon.kernel.models.audit import AuditEntry
from hackathon.kernel.models.user import User


def find_last_writer(row: Model, field: str) -> User | None:
    """Who last changed a field of the row, by the audit log.

    Where no entry names the field, whoever did anything with the row last.
    """
    entries = AuditEntry.objects.filter(
        subject_type=ContentType.objects.get_for_model(row), subject_id=row.pk
    ).select_related("actor")
    names_it = Q(data__fields__contains=[field]) | Q(data__changed__contains=[field])
    names_it |= Q(data__before__has_key=field) | Q(data__has_key=field)
    entry = entries.filter(names_it).order_by("-pk").first() or entries.order_by("-pk").first()
    return entry.actor if entry else None
