"""A call that waits, in an endpoint that runs on the event loop."""

import asyncio
import time

from fastapi import FastAPI

app = FastAPI()


def make_report() -> dict[str, str]:
    """Stand for any call that waits: a driver, an HTTP client, a file on a slow disk."""
    time.sleep(1)
    return {"report": "done"}


async def make_report_awaiting() -> dict[str, str]:
    """Stand for the same call in a library made for asyncio."""
    await asyncio.sleep(1)
    return {"report": "done"}


# --8<-- [start:bad]
@app.get("/bad/report")
async def wait_on_the_loop() -> dict[str, str]:
    return make_report()


# --8<-- [end:bad]
# --8<-- [start:good]
@app.get("/good/report")
def wait_in_a_thread() -> dict[str, str]:
    return make_report()


@app.get("/good/awaited")
async def wait_and_let_others_go_on() -> dict[str, str]:
    return await make_report_awaiting()


# --8<-- [end:good]


@app.get("/ping")
async def ping() -> dict[str, str]:
    return {"ping": "pong"}
