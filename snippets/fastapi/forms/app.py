"""A form by POST: checked, shown again with its errors, or done and redirected."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Form, Header, HTTPException, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, Field, StringConstraints


async def refuse_cross_site(
    request: Request,
    sec_fetch_site: Annotated[str | None, Header()] = None,
    origin: Annotated[str | None, Header()] = None,
) -> None:
    """Refuse what a page of another site makes a browser send; FastAPI has no CSRF token.

    Every current browser sends Sec-Fetch-Site over HTTPS, and Origin with a POST otherwise.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    if sec_fetch_site is not None:
        allowed = sec_fetch_site in {"same-origin", "none"}
    else:
        allowed = origin is None or origin.partition("://")[2] == request.url.netloc
    if not allowed:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Forms of other sites are refused.")


app = FastAPI(max_body_size=64 * 1024, dependencies=[Depends(refuse_cross_site)])
templates = Jinja2Templates(directory=Path(__file__).parent / "templates")


class BookForm(BaseModel):
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    year: int = Field(ge=1450, le=2100)
    review: str = Field("", max_length=2000)


books: list[BookForm] = []  # For the one process.


@app.get("/books", response_class=HTMLResponse)
async def book_list(request: Request) -> HTMLResponse:
    context = {"books": books, "values": {}, "errors": {}}
    return templates.TemplateResponse(request, "books.html", context)


@app.post("/books", response_class=RedirectResponse)
async def add_book(book: Annotated[BookForm, Form()]) -> RedirectResponse:
    books.append(book)
    return RedirectResponse(app.url_path_for("book_list"), status.HTTP_303_SEE_OTHER)


# The endpoint is not called with a wrong form, and this is where FastAPI says so. It is one
# handler for all routes: an application with more forms has to look at request.url here.
@app.exception_handler(RequestValidationError)
async def show_errors(request: Request, error: RequestValidationError) -> Response:
    errors = {problem["loc"][-1]: problem["msg"] for problem in error.errors()}
    context = {"books": books, "values": error.body or {}, "errors": errors}
    return templates.TemplateResponse(request, "books.html", context, 422)
