"""The one path, to which covers are sent."""

from django.urls import path

from .views import CoverView

urlpatterns = [path("covers", CoverView.as_view(), name="covers")]
