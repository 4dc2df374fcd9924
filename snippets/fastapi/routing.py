"""Declare the type of each path part in the route, and build URLs from route names."""

from urllib.parse import quote

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.convertors import Convertor, register_url_convertor


class MonthConvertor(Convertor[int]):
    regex = "1[0-2]|0?[1-9]"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("month", MonthConvertor())


class Book(BaseModel):
    id: int
    url: str


class Archive(BaseModel):
    year: int
    month: int
    url: str


class File(BaseModel):
    path: str
    url: str


app = FastAPI()


# --8<-- [start:views]
# A convertor in the path decides whether the route matches at all: a bad type is a 404.
# Without it, the annotation alone would refuse the same URL with 422.
@app.get("/books/{book_id:int}")
async def read_book(book_id: int) -> Book:
    return Book(id=book_id, url=app.url_path_for("read_book", book_id=book_id))


@app.get("/archive/{year:int}/{month:month}")
async def read_archive(year: int, month: int) -> Archive:
    url = app.url_path_for("read_archive", year=year, month=month)
    return Archive(year=year, month=month, url=url)


@app.get("/files/{path:path}")
async def read_file(path: str) -> File:
    # Starlette leaves a space or a letter outside ASCII in the URL as it is.
    return File(path=path, url=quote(app.url_path_for("read_file", path=path)))


# --8<-- [end:views]
