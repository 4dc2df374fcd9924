"""What belongs together: an order is placed as a whole, or not at all."""

from fastapi import HTTPException, status
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from .models import Book, Order, Redemption
from .schemas import OrderIn, OrderOut


def place_order(database: Session, data: OrderIn) -> OrderOut:
    """Take a copy of each book; the caller begins the transaction and so ends it."""
    # All orders go through the books in the same order, so no two wait for each other.
    books = [take_copy(database, book_id) for book_id in sorted(set(data.books))]
    order = Order(reader=data.reader, books=books)
    database.add(order)
    database.flush()
    discounted = data.voucher is not None and redeem(database, data.voucher, order)
    return OrderOut(id=order.id, discounted=discounted)


def take_copy(database: Session, book_id: int) -> Book:
    # Compared and counted down in one statement: nobody comes in between.
    left = update(Book).where(Book.id == book_id, Book.stock > 0).values(stock=Book.stock - 1)
    book = database.scalar(left.returning(Book))
    if book is None:
        raise HTTPException(status.HTTP_409_CONFLICT, f"No copy of book {book_id} is left.")
    return book


def redeem(database: Session, code: str, order: Order) -> bool:
    try:
        # A savepoint: if the code was used before, this row is undone and the order stays.
        with database.begin_nested():
            database.add(Redemption(code=code, order_id=order.id))
    except IntegrityError:
        return False
    return True
