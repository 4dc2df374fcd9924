"""An order as it comes in, and how it becomes rows: all of them or none."""

import logging
from contextlib import suppress
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from rest_framework import serializers, status
from rest_framework.exceptions import APIException

from .models import Book, Order, Redemption

logger = logging.getLogger(__name__)


class SoldOutError(APIException):
    status_code = status.HTTP_409_CONFLICT


class OrderSerializer(serializers.ModelSerializer[Order]):
    voucher = serializers.CharField(max_length=20, required=False)

    class Meta:
        model = Order
        fields = ["reader", "books", "voucher"]

    # An APIException that is raised inside undoes the transaction on its way to its answer.
    @transaction.atomic
    def create(self, validated_data: dict[str, Any]) -> Order:
        books = sorted(set(validated_data["books"]), key=lambda book: book.pk)
        # All orders go through the books in the same order, so no two wait for each other.
        for book in books:
            # Compared and counted down in one statement: nobody comes in between.
            left = Book.objects.filter(pk=book.pk, stock__gt=0)
            if not left.update(stock=F("stock") - 1):
                raise SoldOutError(f"No copy of book {book.pk} is left.")
        order = Order.objects.create(reader=validated_data["reader"])
        order.books.set(books)
        if "voucher" in validated_data:
            redeem(validated_data["voucher"], order)
        # Nobody hears of an order that may yet be undone.
        transaction.on_commit(partial(logger.info, "order %s confirmed", order.pk))
        return order

    def to_representation(self, instance: Order) -> dict[str, Any]:
        discounted = Redemption.objects.filter(order=instance).exists()
        return {"id": instance.pk, "discounted": discounted}


def redeem(code: str, order: Order) -> None:
    """Redeem a voucher, unless it was redeemed before."""
    # The inner atomic is a savepoint: a second row with the code is undone, and the order stays.
    with suppress(IntegrityError), transaction.atomic():
        Redemption.objects.create(code=code, order=order)
