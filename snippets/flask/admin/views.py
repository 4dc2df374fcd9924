"""The admin site: what it shows of a book, and to whom."""

from typing import Any

from flask import abort, redirect, url_for
from flask_admin import Admin, AdminIndexView
from flask_admin.contrib.sqla import ModelView
from flask_admin.theme import Bootstrap4Theme
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired, Length, NumberRange

from .models import Book, db


def has_role(*roles: str) -> bool:
    # There is nobody while Flask-Admin looks at a view for the first time.
    return bool(current_user and current_user.is_authenticated and current_user.role in roles)


class StaffOnly:
    """Flask-Admin lets everybody in: each view has to be told, the start page as well."""

    def is_accessible(self) -> bool:
        return has_role("viewer", "editor")

    def inaccessible_callback(self, name: str, **kwargs: Any) -> Response:
        if current_user.is_authenticated:
            abort(403)
        return redirect(url_for("log_in"))


class StartPage(StaffOnly, AdminIndexView):
    pass


class BookView(StaffOnly, ModelView):
    column_list = column_searchable_list = ["title", "author", "year"]
    column_default_sort = "title"
    form_columns = ["title", "author", "year"]
    form_args = {
        # Flask-Admin derives what must be there from the columns, but lets blanks through.
        "title": {"validators": [DataRequired(), Length(max=200)]},
        "author": {"validators": [DataRequired(), Length(max=100)]},
        "year": {"validators": [NumberRange(1450, 2100)]},
    }

    @property
    def can_create(self) -> bool:
        return has_role("editor")

    can_edit = can_delete = can_create


admin = Admin(
    name="Reading list",
    index_view=StartPage(),
    theme=Bootstrap4Theme(base_template="with_logout.html"),
)
admin.add_view(BookView(Book, db, name="Books"))
