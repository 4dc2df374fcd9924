"""An application that does not start with wrong settings."""

from functools import cache
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException

from .configuration import Settings


@cache
def get_settings() -> Settings:
    return Settings()


get_settings()  # At once, and not at the first request that depends on them.
app = FastAPI()
Configured = Annotated[Settings, Depends(get_settings)]


@app.get("/")
async def home(settings: Configured) -> dict[str, str]:
    if settings.maintenance:
        raise HTTPException(503, "Back soon.")
    return {"hello": "reader"}


@app.get("/settings")
async def show(settings: Configured) -> dict[str, Any]:
    return settings.model_dump(exclude={"secret_key"})
