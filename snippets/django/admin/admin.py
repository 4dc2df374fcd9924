"""What the admin site shows of a book, and where it searches; the forms follow from the model."""

from django.contrib import admin

from .models import Book


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "author", "year"]
    search_fields = ["title", "author"]
    ordering = ["title"]
