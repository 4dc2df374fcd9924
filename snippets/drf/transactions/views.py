"""Place an order; place one and fail."""

from django.db import transaction
from rest_framework.generics import CreateAPIView
from rest_framework.serializers import BaseSerializer

from .models import Order
from .serializers import OrderSerializer


class CreateOrder(CreateAPIView[Order]):
    serializer_class = OrderSerializer


class CreateOrderAndFail(CreateOrder):
    @transaction.atomic
    def perform_create(self, serializer: BaseSerializer[Order]) -> None:
        super().perform_create(serializer)
        raise RuntimeError("A bug, after everything was written and before it was committed.")
