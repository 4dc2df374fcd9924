"""Answer every error in JSON, and keep the cause of a failure in the server's log."""

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

app = FastAPI()


# --8<-- [start:handler]
# FastAPI answers an HTTPException in JSON by itself; only a failure would be plain text.
# After this answer the exception goes on to the server, which logs its traceback.
@app.exception_handler(Exception)
async def answer_failure(_: Request, __: Exception) -> JSONResponse:
    return JSONResponse({"detail": "Something went wrong here. It has been recorded."}, 500)


# --8<-- [end:handler]


class Book(BaseModel):
    id: int


@app.get("/books/{book_id:int}")
async def read_book(book_id: int) -> Book:
    if book_id != 1:
        raise HTTPException(404, "There is no such book.")
    return Book(id=book_id)


@app.get("/broken")
async def broken() -> None:
    raise RuntimeError("the-secret-detail")
