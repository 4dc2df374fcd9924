"""Which view answers which path."""

from django.urls import path

from . import views

# --8<-- [start:urls]
urlpatterns = [path("", views.hello, name="hello")]
# --8<-- [end:urls]
