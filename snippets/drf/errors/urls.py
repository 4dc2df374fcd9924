"""The paths, and who answers where DRF is not asked."""

# --8<-- [start:urls]
from django.urls import path

from . import views

urlpatterns = [
    path("books/<int:book_id>", views.BookView.as_view(), name="book"),
    path("broken", views.BrokenView.as_view(), name="broken"),
]

# DRF answers in JSON from within its views; these are for the rest, and for a crash.
handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
# --8<-- [end:urls]
