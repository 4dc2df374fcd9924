"""The same list twice, by its dear and by its cheap way."""

from django.urls import path

from . import views

urlpatterns = [
    path("books/lazy", views.lazy, name="books-lazy"),
    path("books/eager", views.eager, name="books-eager"),
]
