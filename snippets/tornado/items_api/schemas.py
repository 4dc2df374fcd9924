"""What an item may hold, and how it is answered."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, TypeAdapter

# PostgreSQL keeps no NUL in a text.
NO_NUL = r"^[^\x00]*$"
# The largest offset that PostgreSQL takes as an integer.
MAX_INTEGER = 2**31 - 1


def two_places(price: Decimal) -> str:
    return f"{price:.2f}"


class ItemIn(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)]
    description: Annotated[str, Field(pattern=NO_NUL)] = ""
    # abs: -0 is a price, but not one to print.
    price: Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2), AfterValidator(abs)]
    in_stock: bool = True


class ItemOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    description: str
    price: Annotated[Decimal, PlainSerializer(two_places)]
    in_stock: bool


class Page(BaseModel):
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=MAX_INTEGER)] = 0


ITEM_LIST = TypeAdapter(list[ItemOut])
