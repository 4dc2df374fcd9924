"""The small JSON of the topic `routing` from a plain function, which FastAPI runs in a thread."""

from fastapi import FastAPI
from pydantic import BaseModel


class Book(BaseModel):
    id: int
    url: str


app = FastAPI()


# --8<-- [start:view]
@app.get("/books/{book_id:int}")
def read_book(book_id: int) -> Book:
    return Book(id=book_id, url=app.url_path_for("read_book", book_id=book_id))


# --8<-- [end:view]
