"""Query parameters as a Pydantic model, checked by Sanic Extensions before the handler runs."""

from typing import Annotated

from pydantic import BaseModel, Field
from pydantic import ValidationError as PydanticError
from sanic import HTTPResponse, Request, Sanic, json
from sanic_ext import validate
from sanic_ext.exceptions import ValidationError

app = Sanic("query_params")


# --8<-- [start:model]
class BookQuery(BaseModel):
    q: str = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    tag: list[str] = []


# --8<-- [end:model]


# --8<-- [start:handler]
@app.get("/books")
@validate(query=BookQuery)
async def list_books(request: Request, query: BookQuery) -> HTTPResponse:
    return json({"q": query.q, "limit": query.limit, "tags": query.tag})


@app.exception(ValidationError)
async def handle_invalid(request: Request, error: ValidationError) -> HTTPResponse:
    """Name the wrong parameters; the error's own text is one line about all of them."""
    errors: dict[str, list[str]] = {}
    if isinstance(error.__context__, PydanticError):
        for item in error.__context__.errors():
            errors.setdefault(str(item["loc"][0]), []).append(item["msg"])
    return json({"errors": errors}, status=400)


# --8<-- [end:handler]
