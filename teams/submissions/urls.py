from django.urls import path

from teams.submissions.views import autosave, drafts, submissions, uploads

urlpatterns = [
    path("teams/<int:team_id>/submission/", drafts.submission, name="submission"),
    path("teams/<int:team_id>/submission/save/", autosave.save, name="save_draft"),
    path("teams/<int:team_id>/submission/look/", autosave.look, name="look"),
    path("teams/<int:team_id>/submission/preview/", submissions.preview, name="preview"),
    path("teams/<int:team_id>/files/", uploads.team_files, name="files"),
    path("teams/<int:team_id>/files/<int:file_id>/", uploads.file, name="file"),
    path(
        "teams/<int:team_id>/files/<int:file_id>/remove/", uploads.remove_file, name="remove_file"
    ),
    path("teams/<int:team_id>/uploads/", uploads.uploads, name="uploads"),
    path("uploads/<slug:key>/", uploads.upload, name="upload"),
    path("uploads/<slug:key>/end/", uploads.end_upload, name="end_upload"),
    path("teams/<int:team_id>/submission/withdraw/", submissions.withdraw, name="withdraw"),
    path("teams/<int:team_id>/versions/<int:number>/", submissions.receipt, name="receipt"),
    path(
        "teams/<int:team_id>/versions/<int:number>/receipt.txt",
        submissions.receipt_text,
        name="receipt_text",
    ),
    path("teams/<int:team_id>/versions/<int:number>/changes/", submissions.changes, name="changes"),
]
