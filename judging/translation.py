from modeltranslation.translator import TranslationOptions, register

from judging.models import Criterion, Judge


@register(Judge)
class JudgeTranslation(TranslationOptions):
    fields = ("function", "organisation")


@register(Criterion)
class CriterionTranslation(TranslationOptions):
    fields = ("title", "meaning")
