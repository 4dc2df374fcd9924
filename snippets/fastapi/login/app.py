"""Register, log in and log out with a session cookie that is worthless after logout."""

from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pwdlib import PasswordHash
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .database import Database, lifespan
from .models import User
from .schemas import Credentials, Registration, SessionOut, UserOut
from .sessions import COOKIE, CurrentUser, MaybeUser, Token, close_session, open_session


# --8<-- [start:cross_site]
async def refuse_cross_site(
    request: Request,
    sec_fetch_site: Annotated[str | None, Header()] = None,
    origin: Annotated[str | None, Header()] = None,
) -> None:
    """Refuse what a page of another site makes a browser send.

    Every current browser sends Sec-Fetch-Site, older ones Origin; a client that sends
    neither is no browser and holds nobody's cookie by accident.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    if sec_fetch_site is not None:
        allowed = sec_fetch_site in {"same-origin", "none"}
    else:
        allowed = origin is None or origin.partition("://")[2] == request.url.netloc
    if not allowed:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Cross-site requests are refused.")


app = FastAPI(lifespan=lifespan, max_body_size=64 * 1024, dependencies=[Depends(refuse_cross_site)])
# --8<-- [end:cross_site]

password_hash = PasswordHash.recommended()
# Checked when there is no such user, so that the answer takes as long as for a wrong password.
DUMMY_HASH = password_hash.hash("")


# --8<-- [start:views]
@app.get("/session")
def read_session(user: MaybeUser) -> SessionOut:
    return SessionOut(username=user.username if user else None)


@app.post("/register", status_code=status.HTTP_201_CREATED)
def register(data: Registration, database: Database) -> UserOut:
    hashed = password_hash.hash(data.password.get_secret_value())
    database.add(User(username=data.username, password_hash=hashed))
    try:
        database.commit()
    except IntegrityError as error:
        raise HTTPException(status.HTTP_409_CONFLICT, "This username is taken.") from error
    return UserOut(username=data.username)


@app.post("/login")
def log_in(data: Credentials, token: Token, database: Database, response: Response) -> UserOut:
    user = database.scalar(select(User).filter_by(username=data.username))
    hashed = user.password_hash if user else DUMMY_HASH
    matches = password_hash.verify(data.password.get_secret_value(), hashed)
    if user is None or not matches:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Username or password is wrong.")
    if token is not None:
        close_session(database, token)
    open_session(database, user, response)
    database.commit()
    return UserOut(username=user.username)


@app.get("/me")
def read_me(user: CurrentUser) -> UserOut:
    return UserOut(username=user.username)


@app.post("/logout", status_code=status.HTTP_204_NO_CONTENT)
def log_out(token: Token, database: Database, response: Response) -> None:
    if token is not None:
        close_session(database, token)
        database.commit()
    response.delete_cookie(COOKIE)


# --8<-- [end:views]


@app.exception_handler(RequestValidationError)
async def refuse_fields(_: Request, error: RequestValidationError) -> JSONResponse:
    # FastAPI's own handler repeats the input as well, which fails (500) where JSON cannot
    # carry it, such as NaN or half of a surrogate pair, and would show passwords.
    detail = [{key: problem[key] for key in ("type", "loc", "msg")} for problem in error.errors()]
    return JSONResponse({"detail": detail}, 422)
