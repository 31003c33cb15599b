from django.urls import path

from judging.paper import views

urlpatterns = [
    path("judging/paper/sheets/<int:sheet_id>/", views.sheet, name="paper_sheet"),
    path("judging/paper/<slug:slug>/", views.sheets, name="paper_sheets"),
    path("judging/paper/<int:judge_id>/<int:submission_id>/", views.typing, name="paper_typing"),
]
