"""The paths of a session, from its first token to its end."""

from django.urls import path

from . import views

urlpatterns = [
    path("session", views.session, name="session"),
    path("register", views.register, name="register"),
    path("login", views.log_in, name="login"),
    path("me", views.me, name="me"),
    path("logout", views.log_out, name="logout"),
]

handler400 = views.bad_request
