"""What belongs together: an order is placed as a whole, or not at all."""

import logging
from collections.abc import Iterable
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import F

from .models import Book, Order, Redemption

logger = logging.getLogger(__name__)


class SoldOutError(Exception):
    pass


@transaction.atomic
def place_order(reader: str, books: Iterable[Book], voucher: str) -> tuple[Order, bool]:
    """Take a copy of each book; return the order, and whether the voucher was good."""
    chosen = sorted(books, key=lambda book: book.pk)
    # All orders go through the books in the same order, so no two wait for each other.
    for book in chosen:
        # Compared and counted down in one statement: nobody comes in between.
        left = Book.objects.filter(pk=book.pk, stock__gt=0)
        if not left.update(stock=F("stock") - 1):
            raise SoldOutError(f"No copy of book {book.pk} is left.")
    order = Order.objects.create(reader=reader)
    order.books.set(chosen)
    # Nobody hears of an order that may yet be undone.
    transaction.on_commit(partial(logger.info, "order %s confirmed", order.pk))
    return order, bool(voucher) and redeem(voucher, order)


def redeem(code: str, order: Order) -> bool:
    try:
        # A savepoint: if the code was used before, this row is undone and the order stays.
        with transaction.atomic():
            Redemption.objects.create(code=code, order=order)
    except IntegrityError:
        return False
    return True
