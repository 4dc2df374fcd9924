"""A greeting by two ways."""

from django.urls import path

from . import views

urlpatterns = [path("bad/greeting", views.trusting), path("good/greeting", views.escaping)]
