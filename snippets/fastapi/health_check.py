"""Liveness, which depends on nothing, and readiness, which asks the database."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response, status
from pydantic import BaseModel
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

logger = logging.getLogger("uvicorn.error")

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
url = make_url(os.environ.get("DATABASE_URL", "sqlite:///health_check.db"))
engine = create_async_engine(url.set(drivername=DRIVERS[url.get_backend_name()]))


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


async def can_ask(engine: AsyncEngine) -> bool:
    """Tell whether the database answers within two seconds."""

    async def ask() -> None:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    asking = asyncio.create_task(ask())
    # Not asyncio.timeout: it waits for the end of what it cancels, and Psycopg first asks the
    # silent server to stop.
    done, _ = await asyncio.wait({asking}, timeout=2)
    if not done:
        asking.cancel()
        logger.warning("Not ready: the database does not answer")
        return False
    if error := asking.exception():
        logger.warning("Not ready: the database cannot be asked: %s", error)
    return not error


class Health(BaseModel):
    status: str = "ok"
    failing: list[str] = []


@app.get("/livez")
async def livez(response: Response) -> Health:
    response.headers["Cache-Control"] = "no-store"
    return Health()


@app.get("/readyz", responses={503: {"model": Health}})
async def readyz(response: Response) -> Health:
    response.headers["Cache-Control"] = "no-store"
    if not await can_ask(engine):
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return Health(status="unavailable", failing=["database"])
    return Health()
