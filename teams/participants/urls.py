from django.urls import path

from teams.participants import views

urlpatterns = [
    path("taking-part/", views.taking_part, name="taking_part"),
    path("taking-part/save/", views.autosave, name="autosave"),
    path("taking-part/answers/", views.change_answers, name="change_answers"),
    path("taking-part/agree/", views.agree, name="agree"),
    path("taking-part/confirm/", views.confirm, name="confirm_place"),
    path("taking-part/withdraw/", views.withdraw, name="withdraw_from_event"),
    path("taking-part/look/", views.look, name="look_for_team"),
    path("taking-part/files/<int:question_id>/", views.answer_file, name="answer_file"),
]
