"""The one page, with its list and its form."""

from django.urls import path

from . import views

urlpatterns = [path("books", views.book_list, name="books")]
