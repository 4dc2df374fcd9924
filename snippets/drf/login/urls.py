"""The paths of a session, from its first token to its end."""

from django.urls import path

from . import views

urlpatterns = [
    path("session", views.SessionView.as_view(), name="session"),
    path("register", views.RegisterView.as_view(), name="register"),
    path("login", views.LoginView.as_view(), name="login"),
    path("me", views.MeView.as_view(), name="me"),
    path("logout", views.LogoutView.as_view(), name="logout"),
]
