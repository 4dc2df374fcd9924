"""Posts and their categories: a list with pages and a search, and what authors may change."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from . import store
from .base import APIError, BaseHandler
from .models import Author, Category, Post
from .schemas import Categories, PostDetail, PostIn, PostQuery


class CategoriesHandler(BaseHandler):
    async def get(self) -> None:
        async with self.database() as database:
            found = (await database.scalars(select(Category).order_by(Category.id))).all()
        self.answer(Categories.model_validate({"items": found}))


class PostBaseHandler(BaseHandler):
    async def find_post(self, database: AsyncSession, post_id: int) -> Post:
        post = await store.find_post(database, post_id)
        if post is None:
            raise APIError(404, "There is no such post.")
        return post

    async def find_own_post(self, database: AsyncSession, post_id: int, author: Author) -> Post:
        post = await self.find_post(database, post_id)
        if post.author_id != author.id:
            raise APIError(403, "Only its author may change a post.")
        return post

    async def find_category(self, database: AsyncSession, slug: str) -> Category:
        category = await store.find_category(database, slug)
        if category is None:
            errors = {"category": ["There is no such category."]}
            raise APIError(422, "Some fields are wrong.", errors)
        return category


class PostsHandler(PostBaseHandler):
    async def get(self) -> None:
        wanted = self.read_query(PostQuery)
        async with self.database() as database:
            page = await store.read_page(database, wanted)
        self.answer(page)

    async def post(self) -> None:
        author = await self.require_author()
        data = self.read_json(PostIn)
        async with self.database.begin() as database:
            category = await self.find_category(database, data.category)
            post = Post(
                title=data.title, body=data.body, author_id=author.id, category_id=category.id
            )
            database.add(post)
            await database.flush()
            created = PostDetail.model_validate(await self.find_post(database, post.id))
        self.set_header("Location", self.reverse_url("post", created.id))
        self.answer(created, 201)


class PostHandler(PostBaseHandler):
    async def get(self, post_id: str) -> None:
        async with self.database() as database:
            post = PostDetail.model_validate(await self.find_post(database, int(post_id)))
        self.answer(post)

    async def put(self, post_id: str) -> None:
        author = await self.require_author()
        async with self.database.begin() as database:
            post = await self.find_own_post(database, int(post_id), author)
            data = self.read_json(PostIn)
            post.title, post.body = data.title, data.body
            post.category = await self.find_category(database, data.category)
        self.answer(PostDetail.model_validate(post))

    async def delete(self, post_id: str) -> None:
        author = await self.require_author()
        async with self.database.begin() as database:
            await database.delete(await self.find_own_post(database, int(post_id), author))
        self.set_status(204)
