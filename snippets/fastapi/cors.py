"""Let one other site read the answers, with its visitors' cookies."""

from fastapi import FastAPI, Response
from starlette.middleware.cors import CORSMiddleware

api = FastAPI()
# Around everything: what `add_middleware` adds is not asked when a 500 is answered.
app = CORSMiddleware(
    api,
    allow_origins=["https://shelf.example"],
    allow_credentials=True,
    allow_methods=["GET", "PUT"],
    allow_headers=["Content-Type", "X-CSRFToken"],
    expose_headers=["X-Total"],
    max_age=600,
)


@api.get("/books")
async def list_books(response: Response) -> list[str]:
    response.headers["X-Total"] = "2"
    return ["Emma", "Kindred"]


@api.get("/books/{book_id:int}")
async def read_book(book_id: int) -> dict[str, int]:
    return {"id": book_id}


@api.put("/books/{book_id:int}")
async def replace_book(book_id: int) -> dict[str, int]:
    return {"id": book_id}


@api.get("/broken")
async def broken() -> None:
    raise RuntimeError("This endpoint always fails.")
