"""The queries that handlers share: one post, one category, a page of posts."""

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from .models import Category, Post
from .schemas import PostQuery, Posts, PostSummary

LARGEST_ID = 2**31 - 1


def posts() -> Select[Post]:
    """Posts with the two rows that every answer about one needs."""
    return select(Post).options(joinedload(Post.author), joinedload(Post.category))


async def find_post(database: AsyncSession, post_id: int) -> Post | None:
    # The database would not take another number for an id.
    if not 0 < post_id <= LARGEST_ID:
        return None
    return await database.scalar(posts().filter_by(id=post_id))


async def find_category(database: AsyncSession, slug: str) -> Category | None:
    return await database.scalar(select(Category).filter_by(slug=slug))


async def read_page(database: AsyncSession, wanted: PostQuery) -> Posts:
    conditions: list[ColumnElement[bool]] = []
    if wanted.category is not None:
        conditions.append(Post.category.has(slug=wanted.category))
    if wanted.q:
        # autoescape makes %, _ and the escape character mean themselves.
        in_title = Post.title.icontains(wanted.q, autoescape=True)
        conditions.append(or_(in_title, Post.body.icontains(wanted.q, autoescape=True)))
    query = posts().where(*conditions).order_by(Post.created.desc(), Post.id.desc())
    query = query.limit(wanted.per_page).offset((wanted.page - 1) * wanted.per_page)
    return Posts(
        items=[PostSummary.model_validate(post) for post in await database.scalars(query)],
        page=wanted.page,
        per_page=wanted.per_page,
        total=await database.scalar(select(func.count(Post.id)).where(*conditions)) or 0,
    )
