"""The blueprint of /items."""

from typing import TypeVar

from pydantic import BaseModel
from sanic import Blueprint, HTTPResponse, empty, raw
from sanic.exceptions import NotFound, SanicException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .context import Request
from .models import Item
from .schemas import ITEM_LIST, MAX_INTEGER, ItemIn, ItemOut, Page

Model = TypeVar("Model", bound=BaseModel)

# --8<-- [start:blueprint]
items = Blueprint("items", url_prefix="/items")


@items.get("/")
async def list_items(request: Request) -> HTTPResponse:
    page = Page.model_validate({name: values[-1] for name, values in request.args.items()})
    query = select(Item).order_by(Item.id).limit(page.limit).offset(page.offset)
    async with request.app.ctx.sessions() as session:
        found = await session.scalars(query)
        answers = ITEM_LIST.validate_python(found.all(), from_attributes=True)
    return raw(ITEM_LIST.dump_json(answers), content_type="application/json")


@items.post("/")
async def create_item(request: Request) -> HTTPResponse:
    data = read_json(request, ItemIn)
    async with request.app.ctx.sessions.begin() as session:
        item = Item(**data.model_dump())
        session.add(item)
    location = request.app.url_for("items.get_item", item_id=item.id)
    return answer(item, status=201, headers={"Location": location})


@items.get("/<item_id:int>")
async def get_item(request: Request, item_id: int) -> HTTPResponse:
    async with request.app.ctx.sessions() as session:
        return answer(await find(session, item_id))


@items.put("/<item_id:int>")
async def replace_item(request: Request, item_id: int) -> HTTPResponse:
    data = read_json(request, ItemIn)
    async with request.app.ctx.sessions.begin() as session:
        item = await find(session, item_id)
        for name, value in data:
            setattr(item, name, value)
    return answer(item)


@items.delete("/<item_id:int>")
async def delete_item(request: Request, item_id: int) -> HTTPResponse:
    async with request.app.ctx.sessions.begin() as session:
        await session.delete(await find(session, item_id))
    return empty()


# --8<-- [end:blueprint]


def read_json(request: Request, model: type[Model]) -> Model:
    """Return the request's JSON as a model; the application answers its ValidationError."""
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise SanicException("The body must be application/json.", status_code=415, quiet=True)
    return model.model_validate_json(request.body, strict=True)


def answer(item: Item, status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    body = ItemOut.model_validate(item).model_dump_json()
    return HTTPResponse(body, status, headers, "application/json")


async def find(session: AsyncSession, item_id: int) -> Item:
    # A larger number is no id, and the database would not take it as one.
    item = await session.get(Item, item_id) if abs(item_id) <= MAX_INTEGER else None
    if item is None:
        raise NotFound(f"There is no item {item_id}.")
    return item
