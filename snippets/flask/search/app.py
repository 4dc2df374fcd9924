"""Books found by words, years and order."""

import os
from typing import Any

from flask import Flask, request
from pydantic import ValidationError

from .models import db
from .query import Search

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL", "sqlite:///search.db")
db.init_app(app)
with app.app_context():
    db.create_all()


@app.get("/books")
def list_books() -> list[dict[str, Any]]:
    search = Search.model_validate(request.args.to_dict())
    return [
        {"title": book.title, "author": book.author.name, "year": book.year}
        for book in db.session.scalars(search.statement())
    ]


@app.errorhandler(ValidationError)
def refuse_fields(error: ValidationError) -> tuple[dict[str, Any], int]:
    errors = {str(problem["loc"][0]): [problem["msg"]] for problem in error.errors()}
    return {"errors": errors}, 422
