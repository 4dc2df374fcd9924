"""Who is asking, and whether they may: dependencies that a route names in its signature."""

from typing import Annotated

from fastapi import Depends, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes
from sqlalchemy import select

from .database import Database
from .models import User, digest
from .roles import Permission


def find_user(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())], database: Database
) -> User:
    token_hash = digest(credentials.credentials)
    user = database.scalar(select(User).filter_by(token_hash=token_hash))
    if user is None:
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED, "Log in first.", headers={"WWW-Authenticate": "Bearer"}
        )
    return user


CurrentUser = Annotated[User, Depends(find_user)]


def check_scopes(scopes: SecurityScopes, user: CurrentUser) -> User:
    """Let in who holds every permission that the route has listed."""
    for scope in scopes.scopes:
        if not user.may(Permission(scope)):
            raise HTTPException(status.HTTP_403_FORBIDDEN, f"This takes the permission {scope}.")
    return user
