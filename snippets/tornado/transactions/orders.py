"""What belongs together: an order is placed as a whole, or not at all."""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Book, Order, Redemption
from .schemas import OrderIn, OrderOut


class SoldOutError(Exception):
    """The message is for the client."""


async def place_order(session: AsyncSession, data: OrderIn) -> OrderOut:
    """Take a copy of each book; the caller begins the transaction and so ends it."""
    # All orders go through the books in the same order, so no two wait for each other. One by
    # one, too: a session is one connection, and serves one task at a time.
    books = [await take_copy(session, book_id) for book_id in sorted(set(data.books))]
    order = Order(reader=data.reader, books=books)
    session.add(order)
    await session.flush()
    discounted = data.voucher is not None and await redeem(session, data.voucher, order)
    return OrderOut(id=order.id, discounted=discounted)


async def take_copy(session: AsyncSession, book_id: int) -> Book:
    # Compared and counted down in one statement: nobody comes in between.
    left = update(Book).where(Book.id == book_id, Book.stock > 0).values(stock=Book.stock - 1)
    book = await session.scalar(left.returning(Book))
    if book is None:
        raise SoldOutError(f"No copy of book {book_id} is left.")
    return book


async def redeem(session: AsyncSession, code: str, order: Order) -> bool:
    try:
        # A savepoint: if the code was used before, this row is undone and the order stays.
        async with session.begin_nested():
            session.add(Redemption(code=code, order_id=order.id))
    except IntegrityError:
        return False
    return True
