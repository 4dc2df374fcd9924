"""The fields of registration and login."""

from typing import Annotated

from pydantic import BaseModel, Field, Secret

Username = Annotated[str, Field(min_length=3, max_length=30, pattern=r"^[A-Za-z0-9_-]+$")]


class Credentials(BaseModel):
    username: Username
    password: Secret[Annotated[str, Field(max_length=256)]]


class Registration(Credentials):
    password: Secret[Annotated[str, Field(min_length=12, max_length=256)]]


class UserOut(BaseModel):
    username: str


class SessionOut(BaseModel):
    username: str | None
    csrf_token: None = None
