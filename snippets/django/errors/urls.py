"""The paths, and who answers where no view does."""

# --8<-- [start:urls]
from django.urls import path

from . import views

urlpatterns = [
    path("books/<int:book_id>", views.BookView.as_view(), name="book"),
    path("broken", views.BrokenView.as_view(), name="broken"),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
# --8<-- [end:urls]
