from modeltranslation.translator import TranslationOptions, register

from hackathon.models import Event


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("name", "headline", "summary", "story", "place")
