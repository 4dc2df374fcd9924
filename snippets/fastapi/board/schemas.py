"""What a client may send, and what it gets back."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Secret, StringConstraints

# PostgreSQL can neither store the character NUL nor look for it.
NO_NUL = r"^[^\x00]*$"


class Credentials(BaseModel):
    name: Annotated[str, Field(max_length=256, pattern=NO_NUL)]
    password: Secret[Annotated[str, Field(max_length=256)]]


class Registration(Credentials):
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{3,30}$")]
    password: Secret[Annotated[str, Field(min_length=12, max_length=256)]]


class PostIn(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)]
    body: Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=NO_NUL)]
    category: Annotated[str, StringConstraints(max_length=50, pattern=NO_NUL)]


class PostQuery(BaseModel):
    page: int = Field(default=1, ge=1, le=1_000_000)
    per_page: int = Field(default=20, ge=1, le=100)
    category: str | None = Field(default=None, max_length=50, pattern=NO_NUL)
    q: str = Field(default="", max_length=100, pattern=NO_NUL)


class AuthorQuery(BaseModel):
    limit: int = Field(default=100, ge=1, le=100)


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AuthorOut(Out):
    id: int
    name: str


class CategoryOut(Out):
    id: int
    name: str
    slug: str


class PostTitle(Out):
    id: int
    title: str


class AuthorWithPosts(AuthorOut):
    posts: list[PostTitle]


class PostSummary(PostTitle):
    excerpt: str
    author: AuthorOut
    category: CategoryOut
    created: datetime


class PostDetail(PostTitle):
    body: str
    author: AuthorOut
    category: CategoryOut
    created: datetime


class Categories(Out):
    items: list[CategoryOut]


class Authors(Out):
    items: list[AuthorWithPosts]


class Posts(Out):
    items: list[PostSummary]
    page: int
    per_page: int
    total: int
