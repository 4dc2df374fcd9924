"""Ask for a login everywhere, for a role where it matters, and sometimes for the author alone."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Security, status
from pydantic import BaseModel, Field
from sqlalchemy import func, select

from .database import Database, lifespan
from .models import Review, User, visible_to
from .roles import Permission, Role
from .security import CurrentUser, check_scopes, find_user

app = FastAPI(lifespan=lifespan, max_body_size=64 * 1024)
# Every route that is added to this router asks for a login, whatever else it forgets.
private = APIRouter(dependencies=[Depends(find_user)])


class ReviewIn(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=1000)]


class ReviewOut(BaseModel):
    id: int
    author: str
    text: str
    published: bool


class RoleIn(BaseModel):
    role: Role


class RoleOut(RoleIn):
    name: str


class Statistics(BaseModel):
    reviews: int


def out(review: Review) -> ReviewOut:
    return ReviewOut.model_validate(review.as_dict())


def find(review_id: int, user: CurrentUser, database: Database) -> Review:
    review = None
    if review_id < 2**63:  # SQLite takes no larger number.
        review = database.scalar(visible_to(user).where(Review.id == review_id))
    if review is None:
        # 404 and not 403: that a draft exists is nobody's business but its author's.
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such review.")
    return review


Visible = Annotated[Review, Depends(find)]


def find_own(review: Visible, user: CurrentUser) -> Review:
    if review.author_id != user.id:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Only its author changes a review.")
    return review


Own = Annotated[Review, Depends(find_own)]


@app.get("/")
def home() -> dict[str, str]:
    return {"name": "Reading list"}


@private.get("/statistics")
def statistics(database: Database) -> Statistics:
    """Nobody said here who may come in; the router asks for a login nevertheless."""
    return Statistics(reviews=database.scalar(select(func.count()).select_from(Review)) or 0)


@private.get("/reviews")
def list_reviews(user: CurrentUser, database: Database) -> list[ReviewOut]:
    return [out(review) for review in database.scalars(visible_to(user).order_by(Review.id))]


@private.post("/reviews", status_code=status.HTTP_201_CREATED)
def create_review(data: ReviewIn, user: CurrentUser, database: Database) -> ReviewOut:
    review = Review(author=user, text=data.text)
    database.add(review)
    database.commit()
    return out(review)


@private.get("/reviews/{review_id}")
def read_review(review: Visible) -> ReviewOut:
    return out(review)


@private.patch("/reviews/{review_id}")
def change_review(data: ReviewIn, review: Own, database: Database) -> ReviewOut:
    review.text = data.text
    database.commit()
    return out(review)


@private.post(
    "/reviews/{review_id}/publish",
    dependencies=[Security(check_scopes, scopes=[Permission.PUBLISH])],
)
def publish_review(review: Visible, database: Database) -> ReviewOut:
    review.published = True
    database.commit()
    return out(review)


@private.delete(
    "/reviews/{review_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Security(check_scopes, scopes=[Permission.DELETE])],
)
def delete_review(review: Visible, database: Database) -> None:
    database.delete(review)
    database.commit()


@private.put(
    "/users/{name}/role",
    dependencies=[Security(check_scopes, scopes=[Permission.SET_ROLES])],
)
def set_role(name: str, data: RoleIn, database: Database) -> RoleOut:
    user = database.scalar(select(User).filter_by(name=name))
    if user is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such user.")
    user.role = data.role
    database.commit()
    return RoleOut(name=user.name, role=data.role)


app.include_router(private)
