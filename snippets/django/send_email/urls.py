"""The one path, and the view that turns a refused body into JSON."""

from django.urls import path

from . import views

urlpatterns = [path("invitations", views.invite, name="invitations")]

handler400 = views.bad_request
