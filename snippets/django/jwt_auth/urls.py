"""The paths of a token, from its issue to its end."""

from django.urls import path

from . import views

urlpatterns = [
    path("register", views.register, name="register"),
    path("login", views.log_in, name="login"),
    path("refresh", views.refresh, name="refresh"),
    path("logout", views.log_out, name="logout"),
    path("me", views.me, name="me"),
]

handler400 = views.bad_request
