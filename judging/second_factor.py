from django.db.models import QuerySet

from hackathon.second_factor import PERSON, demand
from judging.models import Judge


@demand
def judges() -> QuerySet:
    return Judge.objects.filter(user=PERSON, event__judges_need_second_factor=True)
