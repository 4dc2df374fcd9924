"""What a client may send, and what it gets back."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def to_cents(price: Decimal) -> Decimal:
    return abs(price).quantize(Decimal("0.01"))  # abs, because -0 is not below 0.


# PostgreSQL cannot store the character NUL in a text.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Price = Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2), AfterValidator(to_cents)]


class ItemIn(BaseModel):
    name: Text = Field(min_length=1, max_length=200)
    description: Text = ""
    price: Price
    in_stock: bool = True


class ItemOut(ItemIn):
    model_config = ConfigDict(from_attributes=True)

    id: int


class Page(BaseModel):
    limit: int = Field(default=50, ge=1, le=100)
    offset: int = Field(default=0, ge=0, le=2**31 - 1)
