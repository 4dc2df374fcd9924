"""Orders, and the one that always fails."""

from django.urls import path

from . import views

urlpatterns = [
    path("orders", views.create_order),
    path("orders/broken", views.create_order_and_fail),
]
