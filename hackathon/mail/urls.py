from django.urls import path

from hackathon.mail import views

urlpatterns = [
    path("account/mail/", views.mail_state, name="mail_state"),
]
