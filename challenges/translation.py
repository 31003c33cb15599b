from modeltranslation.translator import TranslationOptions, register

from challenges.models import Challenge, Figure, Milestone, Partner, Prize, Quotation


@register(Challenge)
class ChallengeTranslation(TranslationOptions):
    fields = ("title", "question", "brief")


@register(Prize)
class PrizeTranslation(TranslationOptions):
    fields = ("title", "reward")


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("name", "role")


@register(Quotation)
class QuotationTranslation(TranslationOptions):
    fields = ("text", "function")


@register(Figure)
class FigureTranslation(TranslationOptions):
    fields = ("label",)


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title",)
