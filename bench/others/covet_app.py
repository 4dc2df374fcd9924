"""The two smallest answers of the guide, with CovetPy."""

from covet import CovetPy

app = CovetPy()


# --8<-- [start:app]
@app.get("/")
async def hello(request: object) -> str:
    return "Hello, reader!"


@app.get("/books/{book_id}")
async def read_book(request: object, book_id: str) -> dict[str, int | str]:
    return {"id": int(book_id), "url": f"/books/{book_id}"}


# --8<-- [end:app]
