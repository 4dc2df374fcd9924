"""Who may come in, who may do what, and from which pages."""

import secrets

from anyio import to_thread
from pwdlib import PasswordHash
from sqladmin.authentication import AuthenticationBackend
from sqladmin.authorization import Action, GrantsAuthorizationBackend
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from .models import User, new_session

GRANTS: dict[str, set[tuple[str, str]]] = {
    "viewer": {("book", Action.LIST), ("book", Action.DETAILS)},
    "editor": {("book", "*")},
}

password_hash = PasswordHash.recommended()
# Checked when there is no such user, so that the answer takes as long as for a wrong password.
DUMMY_HASH = password_hash.hash("")


def find_session_key(username: str, password: str) -> str | None:
    with new_session() as session:
        user = session.scalar(select(User).filter_by(username=username))
    matches = password_hash.verify(password, user.password_hash if user else DUMMY_HASH)
    return user.session_key if user and matches else None


def find_role(session_key: str) -> str | None:
    with new_session() as session:
        return session.scalar(select(User.role).filter_by(session_key=session_key))


def end_sessions(session_key: str) -> None:
    with new_session.begin() as session:
        if user := session.scalar(select(User).filter_by(session_key=session_key)):
            user.session_key = secrets.token_urlsafe()


class Login(AuthenticationBackend):
    async def login(self, request: Request) -> bool:
        form = await request.form()
        username, password = str(form.get("username", "")), str(form.get("password", ""))
        session_key = await to_thread.run_sync(find_session_key, username, password)
        if session_key is None:
            return False
        request.session["session_key"] = session_key
        return True

    async def logout(self, request: Request) -> bool:
        if session_key := request.session.get("session_key"):
            await to_thread.run_sync(end_sessions, session_key)
        request.session.clear()
        return False  # Leads to the login page; true would lead to the start page.

    async def authenticate(self, request: Request) -> bool:
        # Asked for each request, so that who loses a role is out at once.
        session_key = request.session.get("session_key")
        role = await to_thread.run_sync(find_role, session_key) if session_key else None
        request.state.role = role
        return role in GRANTS


class Roles(GrantsAuthorizationBackend):
    async def get_grants(self, request: Request) -> set[tuple[str, str]]:
        return GRANTS[request.state.role]


class SameSiteOnly:
    """Refuse what a page of another site makes a browser send; sqladmin has no CSRF token.

    Every current browser sends Sec-Fetch-Site over HTTPS, and Origin with a POST otherwise.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.app
        if scope["type"] == "http" and not is_allowed(Request(scope)):
            app = PlainTextResponse("Forms of other sites are refused.", 403)
        await app(scope, receive, send)


def is_allowed(request: Request) -> bool:
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return True
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or origin.partition("://")[2] == request.url.netloc
