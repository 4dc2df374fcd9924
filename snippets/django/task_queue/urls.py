"""The paths: one to order a report, one for each report."""

from django.urls import path

from . import views

urlpatterns = [
    path("reports", views.order, name="reports"),
    path("reports/<uuid:report_id>", views.show, name="report"),
]
