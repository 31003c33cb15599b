from modeltranslation.translator import TranslationOptions, register

from judging.jury.models import Judge
from judging.rules.models import Criterion, JuryRules


@register(Judge)
class JudgeTranslation(TranslationOptions):
    fields = ("function", "organisation", "biography")


@register(Criterion)
class CriterionTranslation(TranslationOptions):
    fields = ("title", "meaning", "anchors")


@register(JuryRules)
class JuryRulesTranslation(TranslationOptions):
    fields = ("conduct",)
