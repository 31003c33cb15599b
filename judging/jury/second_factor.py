from django.db.models import OuterRef, QuerySet

from hackathon.accounts.second_factor import demand
from judging.jury.models import Judge


@demand
def judges(person: OuterRef) -> QuerySet:
    return Judge.objects.filter(user=person, event__judges_need_second_factor=True)
