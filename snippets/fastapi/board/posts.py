"""Posts and their categories: a list with pages and a search, and what authors may change."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response, status
from fastapi.exceptions import RequestValidationError
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from .database import Database
from .models import Category, Post
from .schemas import Categories, PostDetail, PostIn, PostQuery, Posts, PostSummary
from .security import CurrentAuthor, ReadsJSON

router = APIRouter(tags=["posts"])

LARGEST_ID = 2**31 - 1


def posts() -> Select[Post]:
    """Posts with the two rows that every answer about one needs."""
    return select(Post).options(joinedload(Post.author), joinedload(Post.category))


def find_post(post_id: int, database: Database) -> Post:
    # The database would not take a larger number for an id.
    post = database.scalar(posts().filter_by(id=post_id)) if post_id <= LARGEST_ID else None
    if post is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such post.")
    return post


FoundPost = Annotated[Post, Depends(find_post)]


def find_own_post(author: CurrentAuthor, post: FoundPost) -> Post:
    if post.author_id != author.id:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Only its author may change a post.")
    return post


OwnPost = Annotated[Post, Depends(find_own_post)]


def find_category(database: Session, slug: str) -> Category:
    category = database.scalar(select(Category).filter_by(slug=slug))
    if category is None:
        problem = {"type": "unknown", "loc": ("body", "category"), "msg": "No such category."}
        raise RequestValidationError([problem])
    return category


@router.get("/categories")
def list_categories(database: Database) -> Categories:
    found = database.scalars(select(Category).order_by(Category.id)).all()
    return Categories.model_validate({"items": found})


@router.get("/posts")
def list_posts(wanted: Annotated[PostQuery, Query()], database: Database) -> Posts:
    conditions = []
    if wanted.category is not None:
        conditions.append(Post.category.has(slug=wanted.category))
    if wanted.q:
        # autoescape makes %, _ and the escape character mean themselves.
        in_title = Post.title.icontains(wanted.q, autoescape=True)
        conditions.append(or_(in_title, Post.body.icontains(wanted.q, autoescape=True)))
    query = posts().where(*conditions).order_by(Post.created.desc(), Post.id.desc())
    query = query.limit(wanted.per_page).offset((wanted.page - 1) * wanted.per_page)
    return Posts(
        items=[PostSummary.model_validate(post) for post in database.scalars(query)],
        page=wanted.page,
        per_page=wanted.per_page,
        total=database.scalar(select(func.count(Post.id)).where(*conditions)) or 0,
    )


@router.post("/posts", status_code=status.HTTP_201_CREATED, dependencies=[ReadsJSON])
def create_post(
    data: PostIn, author: CurrentAuthor, database: Database, request: Request, response: Response
) -> PostDetail:
    category = find_category(database, data.category)
    post = Post(title=data.title, body=data.body, author_id=author.id, category_id=category.id)
    database.add(post)
    database.commit()
    response.headers["Location"] = request.app.url_path_for("read_post", post_id=post.id)
    return PostDetail.model_validate(find_post(post.id, database))


@router.get("/posts/{post_id:int}")
def read_post(post: FoundPost) -> PostDetail:
    return PostDetail.model_validate(post)


@router.put("/posts/{post_id:int}", dependencies=[ReadsJSON])
def replace_post(post: OwnPost, data: PostIn, database: Database) -> PostDetail:
    post.title, post.body = data.title, data.body
    post.category_id = find_category(database, data.category).id
    database.commit()
    return PostDetail.model_validate(find_post(post.id, database))


@router.delete("/posts/{post_id:int}", status_code=status.HTTP_204_NO_CONTENT)
def delete_post(post: OwnPost, database: Database) -> None:
    database.delete(post)
    database.commit()
