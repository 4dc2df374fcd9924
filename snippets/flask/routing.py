"""Declare the type of each path part in the route, and build URLs from endpoint names."""

from flask import Flask, url_for

app = Flask(__name__)


# --8<-- [start:int]
@app.get("/books/<int:book_id>")
def read_book(book_id: int) -> dict[str, int | str]:
    return {"id": book_id, "url": url_for("read_book", book_id=book_id)}


# --8<-- [end:int]


# --8<-- [start:bounds]
@app.get("/archive/<int(fixed_digits=4):year>/<int(min=1, max=12):month>")
def read_archive(year: int, month: int) -> dict[str, int | str]:
    return {"year": year, "month": month, "url": url_for("read_archive", year=year, month=month)}


# --8<-- [end:bounds]


@app.get("/files/<path:path>")
def read_file(path: str) -> dict[str, str]:
    return {"path": path, "url": url_for("read_file", path=path)}
