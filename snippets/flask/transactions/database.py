"""Make SQLite's transactions wait for each other."""

from typing import Any

from sqlalchemy import Connection, Engine, event


def begin_immediately(engine: Engine) -> None:
    """Let each transaction ask for the right to write when it begins, and wait for it.

    The driver's own BEGIN comes with the first change. Two transactions that have both read by
    then could both wait for the other one to end, so SQLite fails one of them at once.
    """

    @event.listens_for(engine, "connect")
    def leave_begin_to_us(connection: Any, _: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
