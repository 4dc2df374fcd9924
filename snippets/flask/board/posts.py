"""Posts and their categories: a list with pages and a search, and what authors may change."""

from typing import Any

from flask import Blueprint, abort, url_for
from flask.views import MethodView
from flask_login import current_user, login_required
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from .errors import FieldError
from .models import Category, Post, db
from .requests import read_json, read_query
from .schemas import Categories, PostDetail, PostIn, PostQuery, Posts

blueprint = Blueprint("posts", __name__)


def posts() -> Select[Post]:
    """Posts with the two rows that every answer about one needs."""
    return select(Post).options(joinedload(Post.author), joinedload(Post.category))


def find_post(post_id: int) -> Post:
    post = db.session.scalar(posts().filter_by(id=post_id))
    if post is None:
        abort(404, "There is no such post.")
    return post


def find_own_post(post_id: int) -> Post:
    post = find_post(post_id)
    if post.author_id != current_user.id:
        abort(403, "Only its author may change a post.")
    return post


def find_category(slug: str) -> Category:
    category = db.session.scalar(select(Category).filter_by(slug=slug))
    if category is None:
        raise FieldError("category", "There is no such category.")
    return category


def to_json(post: Post) -> dict[str, Any]:
    return PostDetail.model_validate(post).model_dump(mode="json")


@blueprint.get("/categories")
def list_categories() -> dict[str, Any]:
    found = db.session.scalars(select(Category).order_by(Category.id)).all()
    return Categories.model_validate({"items": found}).model_dump()


@blueprint.get("/posts")
def list_posts() -> dict[str, Any]:
    wanted = read_query(PostQuery)
    query = posts().order_by(Post.created.desc(), Post.id.desc())
    if wanted.category is not None:
        query = query.where(Post.category.has(slug=wanted.category))
    if wanted.q:
        # autoescape makes %, _ and the escape character mean themselves.
        in_title = Post.title.icontains(wanted.q, autoescape=True)
        query = query.where(or_(in_title, Post.body.icontains(wanted.q, autoescape=True)))
    page = db.paginate(query, page=wanted.page, per_page=wanted.per_page, error_out=False)
    return Posts.model_validate(page).model_dump(mode="json")


@blueprint.post("/posts")
@login_required
def create_post() -> tuple[dict[str, Any], int, dict[str, str]]:
    data = read_json(PostIn)
    post = Post(
        title=data.title,
        body=data.body,
        author_id=current_user.id,
        category_id=find_category(data.category).id,
    )
    db.session.add(post)
    db.session.commit()
    return to_json(find_post(post.id)), 201, {"Location": url_for(".post", post_id=post.id)}


class PostView(MethodView):
    def get(self, post_id: int) -> dict[str, Any]:
        return to_json(find_post(post_id))

    @login_required
    def put(self, post_id: int) -> dict[str, Any]:
        post = find_own_post(post_id)
        data = read_json(PostIn)
        post.title, post.body = data.title, data.body
        post.category_id = find_category(data.category).id
        db.session.commit()
        return to_json(find_post(post_id))

    @login_required
    def delete(self, post_id: int) -> tuple[str, int]:
        db.session.delete(find_own_post(post_id))
        db.session.commit()
        return "", 204


# The largest id that the column can hold is the largest that the route lets through.
blueprint.add_url_rule("/posts/<int(max=2147483647):post_id>", view_func=PostView.as_view("post"))
