"""An order as it comes in, and what is answered."""

from typing import Annotated

from pydantic import BaseModel, Field

BookId = Annotated[int, Field(ge=1, le=2**31 - 1)]
# PostgreSQL cannot store the character NUL in a text.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]


class OrderIn(BaseModel):
    reader: Text = Field(min_length=1, max_length=100)
    books: list[BookId] = Field(min_length=1, max_length=100)
    voucher: Text | None = Field(default=None, max_length=20)


class OrderOut(BaseModel):
    id: int
    discounted: bool
