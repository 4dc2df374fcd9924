"""The endpoints of /items."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.views import MethodView
from sqlalchemy import select

from .models import Item, db
from .schemas import ItemIn, ItemOut, Page

# --8<-- [start:helpers]
items = Blueprint("items", __name__, url_prefix="/items")


def read_item_in() -> ItemIn:
    if not request.is_json:
        abort(415, "Send the item as application/json.")
    return ItemIn.model_validate_json(request.get_data())


def to_json(item: Item) -> dict[str, Any]:
    return ItemOut.model_validate(item).model_dump(mode="json")


# --8<-- [end:helpers]


# --8<-- [start:views]
@items.post("")
def create_item() -> tuple[dict[str, Any], int, dict[str, str]]:
    item = Item(**read_item_in().model_dump())
    db.session.add(item)
    db.session.commit()
    return to_json(item), 201, {"Location": url_for(".item", item_id=item.id)}


@items.get("")
def list_items() -> list[dict[str, Any]]:
    page = Page.model_validate(request.args.to_dict())
    query = select(Item).order_by(Item.id).limit(page.limit).offset(page.offset)
    return [to_json(item) for item in db.session.scalars(query)]


class ItemView(MethodView):
    def get(self, item_id: int) -> dict[str, Any]:
        return to_json(db.get_or_404(Item, item_id))

    def put(self, item_id: int) -> dict[str, Any]:
        item = db.get_or_404(Item, item_id)
        for name, value in read_item_in().model_dump().items():
            setattr(item, name, value)
        db.session.commit()
        return to_json(item)

    def delete(self, item_id: int) -> tuple[str, int]:
        db.session.delete(db.get_or_404(Item, item_id))
        db.session.commit()
        return "", 204


# The largest id that the column can hold is the largest that the route lets through.
items.add_url_rule("/<int(max=2147483647):item_id>", view_func=ItemView.as_view("item"))
# --8<-- [end:views]
