from modeltranslation.translator import TranslationOptions, register

from hackathon.kernel.models.event import Event


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("name", "headline", "summary", "story", "place")
