"""The same counter by two ways."""

from django.urls import path

from . import views

urlpatterns = [
    path("bad/books/<int:book_id>", views.open_in_python),
    path("good/books/<int:book_id>", views.open_in_the_database),
    path("books/<int:book_id>", views.show),
]
