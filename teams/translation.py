from modeltranslation.translator import TranslationOptions, register

from teams.models import ConsentText, EntryQuestion, ProjectQuestion


@register(EntryQuestion)
class EntryQuestionTranslation(TranslationOptions):
    fields = ("label", "help", "options")


@register(ConsentText)
class ConsentTextTranslation(TranslationOptions):
    fields = ("sentence", "text")


@register(ProjectQuestion)
class ProjectQuestionTranslation(TranslationOptions):
    fields = ("label", "help", "options")
