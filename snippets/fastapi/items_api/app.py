"""Create, list, read, replace and delete items, on SQLite or PostgreSQL."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Path, Query, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import select

from .database import Database, lifespan
from .models import Item
from .schemas import ItemIn, ItemOut, Page

app = FastAPI(lifespan=lifespan, max_body_size=1024 * 1024)


# --8<-- [start:dependency]
def find_item(
    item_id: Annotated[int, Path(le=2**31 - 1)],  # The largest id that the column holds.
    database: Database,
) -> Item:
    item = database.get(Item, item_id)
    if item is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such item.")
    return item


FoundItem = Annotated[Item, Depends(find_item)]
# --8<-- [end:dependency]


# --8<-- [start:views]
# Plain `def`: the database is asked in a thread, while the event loop goes on.
@app.post("/items", status_code=status.HTTP_201_CREATED)
def create_item(data: ItemIn, database: Database, response: Response) -> ItemOut:
    item = Item(**data.model_dump())
    database.add(item)
    database.commit()
    response.headers["Location"] = app.url_path_for("read_item", item_id=item.id)
    return ItemOut.model_validate(item)


@app.get("/items")
def list_items(page: Annotated[Page, Query()], database: Database) -> list[ItemOut]:
    query = select(Item).order_by(Item.id).limit(page.limit).offset(page.offset)
    return [ItemOut.model_validate(item) for item in database.scalars(query)]


@app.get("/items/{item_id:int}")
def read_item(item: FoundItem) -> ItemOut:
    return ItemOut.model_validate(item)


@app.put("/items/{item_id:int}")
def replace_item(item: FoundItem, data: ItemIn, database: Database) -> ItemOut:
    for name, value in data.model_dump().items():
        setattr(item, name, value)
    database.commit()
    return ItemOut.model_validate(item)


@app.delete("/items/{item_id:int}", status_code=status.HTTP_204_NO_CONTENT)
def delete_item(item: FoundItem, database: Database) -> None:
    database.delete(item)
    database.commit()


# --8<-- [end:views]


@app.exception_handler(RequestValidationError)
async def refuse_fields(_: Request, error: RequestValidationError) -> JSONResponse:
    # FastAPI's own handler repeats the input as well, which fails (500) where JSON cannot
    # carry it, such as NaN or half of a surrogate pair.
    detail = [{key: problem[key] for key in ("type", "loc", "msg")} for problem in error.errors()]
    return JSONResponse({"detail": detail}, 422)
