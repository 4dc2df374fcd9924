"""Read a query string: defaults, bounds, a parameter that repeats."""

from collections import defaultdict
from typing import Any

from flask import Flask, request
from pydantic import BaseModel, Field, ValidationError

app = Flask(__name__)


# --8<-- [start:view]
class Search(BaseModel):
    q: str = ""
    limit: int = Field(default=10, ge=1, le=100)
    tags: list[str] = Field(default=[], validation_alias="tag")


@app.get("/books")
def search_books() -> dict[str, Any]:
    # `request.args` has one value a name unless a list is asked for.
    search = Search.model_validate({**request.args, "tag": request.args.getlist("tag")})
    return search.model_dump()


# --8<-- [end:view]


# --8<-- [start:errors]
@app.errorhandler(ValidationError)
def refuse(error: ValidationError) -> tuple[dict[str, Any], int]:
    errors: defaultdict[str, list[str]] = defaultdict(list)
    for problem in error.errors():
        errors[".".join(str(part) for part in problem["loc"])].append(problem["msg"])
    return {"errors": errors}, 422


# --8<-- [end:errors]
