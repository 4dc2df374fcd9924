"""The paths of a token, from its issue to its end; three of them are simplejwt's own views."""

from django.urls import path
from django.views.decorators.cache import never_cache
from rest_framework_simplejwt.views import (
    TokenBlacklistView,
    TokenObtainPairView,
    TokenRefreshView,
)

from . import views

urlpatterns = [
    path("register", views.RegisterView.as_view(), name="register"),
    path("login", never_cache(TokenObtainPairView.as_view()), name="login"),
    path("refresh", never_cache(TokenRefreshView.as_view()), name="refresh"),
    path("logout", TokenBlacklistView.as_view(), name="logout"),
    path("me", views.MeView.as_view(), name="me"),
]
