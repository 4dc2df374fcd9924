"""Each kind of answer has a path."""

from django.urls import path
from django.views.generic import RedirectView

from . import views

urlpatterns = [
    path("quotation", views.quotation, name="quotation"),
    path("quote", RedirectView.as_view(pattern_name="quotation", permanent=True)),
    path("bookmarks/<int:book_id>", views.bookmark, name="bookmark"),
    path("theme", views.Theme.as_view(), name="theme"),
    path("export", views.export, name="export"),
]
