"""Posts and their categories: a list with pages and a search, and what authors may change."""

from sanic import Blueprint, HTTPResponse, empty
from sanic.exceptions import Forbidden, NotFound
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from . import store
from .context import Request
from .errors import FieldError
from .models import Author, Category, Post
from .requests import answer, read_json, read_query
from .schemas import Categories, PostDetail, PostIn, PostQuery
from .sessions import require_author

blueprint = Blueprint("posts", strict_slashes=True)


async def find_post(database: AsyncSession, post_id: int) -> Post:
    post = await store.find_post(database, post_id)
    if post is None:
        raise NotFound("There is no such post.")
    return post


async def find_own_post(database: AsyncSession, post_id: int, author: Author) -> Post:
    post = await find_post(database, post_id)
    if post.author_id != author.id:
        raise Forbidden("Only its author may change a post.")
    return post


async def find_category(database: AsyncSession, slug: str) -> Category:
    category = await store.find_category(database, slug)
    if category is None:
        raise FieldError("category", "There is no such category.")
    return category


@blueprint.get("/categories")
async def list_categories(request: Request) -> HTTPResponse:
    async with request.app.ctx.database() as database:
        found = (await database.scalars(select(Category).order_by(Category.id))).all()
    return answer(Categories.model_validate({"items": found}))


@blueprint.get("/posts")
async def list_posts(request: Request) -> HTTPResponse:
    wanted = read_query(request, PostQuery)
    async with request.app.ctx.database() as database:
        return answer(await store.read_page(database, wanted))


@blueprint.post("/posts")
async def create_post(request: Request) -> HTTPResponse:
    author = await require_author(request)
    data = read_json(request, PostIn)
    async with request.app.ctx.database.begin() as database:
        category = await find_category(database, data.category)
        post = Post(title=data.title, body=data.body, author_id=author.id, category_id=category.id)
        database.add(post)
        await database.flush()
        created = PostDetail.model_validate(await find_post(database, post.id))
    location = request.app.url_for("posts.read_post", post_id=created.id)
    return answer(created, 201, {"Location": location})


@blueprint.get("/posts/<post_id:int>")
async def read_post(request: Request, post_id: int) -> HTTPResponse:
    async with request.app.ctx.database() as database:
        return answer(PostDetail.model_validate(await find_post(database, post_id)))


@blueprint.put("/posts/<post_id:int>")
async def replace_post(request: Request, post_id: int) -> HTTPResponse:
    author = await require_author(request)
    async with request.app.ctx.database.begin() as database:
        post = await find_own_post(database, post_id, author)
        data = read_json(request, PostIn)
        post.title, post.body = data.title, data.body
        post.category = await find_category(database, data.category)
        return answer(PostDetail.model_validate(post))


@blueprint.delete("/posts/<post_id:int>")
async def delete_post(request: Request, post_id: int) -> HTTPResponse:
    author = await require_author(request)
    async with request.app.ctx.database.begin() as database:
        await database.delete(await find_own_post(database, post_id, author))
    return empty()
