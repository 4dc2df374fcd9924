"""One path, whose answer says that more will happen."""

from django.urls import path

from . import views

urlpatterns = [path("books/<int:book_id>/reviews", views.add_review, name="reviews")]
