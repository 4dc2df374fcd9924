"""The addresses of the books, below whatever prefix includes them."""

from django.urls import path

from . import views

app_name = "books"
urlpatterns = [
    path("", views.shelf, name="shelf"),
    path("<int:number>", views.book, name="book"),
]
