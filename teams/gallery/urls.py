from django.urls import path

from teams.gallery.views import feeds, gallery

urlpatterns = [
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/feed/", feeds.ProjectsFeed(), name="projects_feed"),
    path("gallery/news/", feeds.NewsFeed(), name="news_feed"),
    path("gallery/<int:submission_id>/", gallery.project, name="project"),
    path("gallery/<int:submission_id>/card.png", gallery.card, name="card"),
    path(
        "gallery/<int:submission_id>/files/<int:file_id>/",
        gallery.project_file,
        name="project_file",
    ),
]
