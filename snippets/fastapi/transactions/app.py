"""Sell each copy of a book once, and sell all books of an order or none."""

import logging

from fastapi import FastAPI, status

from .database import Database, lifespan
from .orders import place_order
from .schemas import OrderIn, OrderOut

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger(__name__)

app = FastAPI(lifespan=lifespan, max_body_size=64 * 1024)


# Plain `def`: the database is asked, and waited for, in a thread.
@app.post("/orders", status_code=status.HTTP_201_CREATED)
def create_order(data: OrderIn, database: Database) -> OrderOut:
    # Commits at the end of the block; whatever is raised inside rolls back.
    with database.begin():
        order = place_order(database, data)
    logger.info("order %s confirmed", order.id)
    return order


@app.post("/orders/broken", status_code=status.HTTP_201_CREATED)
def create_order_and_fail(data: OrderIn, database: Database) -> OrderOut:
    with database.begin():
        order = place_order(database, data)
        fail()
    logger.info("order %s confirmed", order.id)
    return order


def fail() -> None:
    raise RuntimeError("A bug, after everything was written and before it was committed.")
