"""Read a query string: defaults, bounds, a parameter that repeats."""

from typing import Annotated

from fastapi import FastAPI, Query
from pydantic import BaseModel, Field

app = FastAPI()


# --8<-- [start:view]
class Search(BaseModel):
    q: str = ""
    limit: int = Field(default=10, ge=1, le=100)
    tags: list[str] = Field(default=[], validation_alias="tag")


@app.get("/books")
async def search_books(search: Annotated[Search, Query()]) -> Search:
    return search


# --8<-- [end:view]
