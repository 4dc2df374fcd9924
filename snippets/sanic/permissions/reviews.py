"""The routes; what each of them takes stands in its `ctx_permission`."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, Field
from sanic import Blueprint, HTTPResponse, empty, json
from sanic.exceptions import Forbidden, NotFound, SanicException
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from .context import Request
from .models import Review, User, visible_to
from .roles import Permission, Role

reviews = Blueprint("reviews")

Model = TypeVar("Model", bound=BaseModel)


class ReviewIn(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=1000)]


class RoleIn(BaseModel):
    role: Role


def read_json(request: Request, model: type[Model]) -> Model:
    """Return the request's JSON as a model; the application answers its ValidationError."""
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise SanicException("The body must be application/json.", status_code=415, quiet=True)
    return model.model_validate_json(request.body)


async def find(request: Request, database: AsyncSession, review_id: int) -> Review:
    query = visible_to(request.ctx.user).where(Review.id == review_id)
    # SQLite takes no larger number.
    review = await database.scalar(query) if 0 < review_id < 2**63 else None
    if review is None:
        # 404 and not 403: that a draft exists is nobody's business but its author's.
        raise NotFound("There is no such review.")
    return review


@reviews.get("/", ctx_public=True)
async def home(request: Request) -> HTTPResponse:
    return json({"name": "Reading list"})


@reviews.get("/statistics")
async def statistics(request: Request) -> HTTPResponse:
    """Nobody said here who may come in; the middleware asks for a login nevertheless."""
    async with request.app.ctx.sessions() as database:
        count = await database.scalar(select(func.count()).select_from(Review))
    return json({"reviews": count})


@reviews.get("/reviews")
async def list_reviews(request: Request) -> HTTPResponse:
    async with request.app.ctx.sessions() as database:
        visible = await database.scalars(visible_to(request.ctx.user).order_by(Review.id))
    return json([review.as_dict() for review in visible])


@reviews.post("/reviews")
async def create_review(request: Request) -> HTTPResponse:
    review = Review(text=read_json(request, ReviewIn).text)
    async with request.app.ctx.sessions.begin() as database:
        review.author = await database.merge(request.ctx.user, load=False)
        database.add(review)
    return json(review.as_dict(), status=201)


@reviews.get("/reviews/<review_id:int>")
async def read_review(request: Request, review_id: int) -> HTTPResponse:
    async with request.app.ctx.sessions() as database:
        return json((await find(request, database, review_id)).as_dict())


@reviews.patch("/reviews/<review_id:int>")
async def change_review(request: Request, review_id: int) -> HTTPResponse:
    async with request.app.ctx.sessions.begin() as database:
        review = await find(request, database, review_id)
        if review.author_id != request.ctx.user.id:
            raise Forbidden("Only its author changes a review.")
        review.text = read_json(request, ReviewIn).text
    return json(review.as_dict())


@reviews.post("/reviews/<review_id:int>/publish", ctx_permission=Permission.PUBLISH)
async def publish_review(request: Request, review_id: int) -> HTTPResponse:
    async with request.app.ctx.sessions.begin() as database:
        review = await find(request, database, review_id)
        review.published = True
    return json(review.as_dict())


@reviews.delete("/reviews/<review_id:int>", ctx_permission=Permission.DELETE)
async def delete_review(request: Request, review_id: int) -> HTTPResponse:
    async with request.app.ctx.sessions.begin() as database:
        await database.delete(await find(request, database, review_id))
    return empty()


@reviews.put("/users/<name:str>/role", ctx_permission=Permission.SET_ROLES)
async def set_role(request: Request, name: str) -> HTTPResponse:
    role = read_json(request, RoleIn).role
    async with request.app.ctx.sessions.begin() as database:
        user = await database.scalar(select(User).where(User.name == name))
        if user is None:
            raise NotFound("There is no such user.")
        user.role = role
    return json({"name": name, "role": role})
