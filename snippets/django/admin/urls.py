"""The admin site, and the public list."""

from django.contrib import admin
from django.urls import path

from . import views

urlpatterns = [path("admin/", admin.site.urls), path("books", views.books, name="books")]
