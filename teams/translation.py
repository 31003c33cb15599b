from modeltranslation.translator import TranslationOptions, register

from teams.participants.models.form import ConsentText, EntryQuestion
from teams.submissions.models.question import ProjectQuestion


@register(EntryQuestion)
class EntryQuestionTranslation(TranslationOptions):
    fields = ("label", "help", "options")


@register(ConsentText)
class ConsentTextTranslation(TranslationOptions):
    fields = ("sentence", "text")


@register(ProjectQuestion)
class ProjectQuestionTranslation(TranslationOptions):
    fields = ("label", "help", "options")
