"""Orders, and the one that always fails."""

from django.urls import path

from .views import CreateOrder, CreateOrderAndFail

urlpatterns = [
    path("orders", CreateOrder.as_view()),
    path("orders/broken", CreateOrderAndFail.as_view()),
]
