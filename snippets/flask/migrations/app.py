"""An application whose one table has grown; `flask db` migrates it."""

import os
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import select

from .models import Book, db

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL", "sqlite:///migrations.db")
db.init_app(app)
# No db.create_all(): it creates what is missing, and never changes what is there.
Migrate(app, db, directory=str(Path(__file__).parent))


@app.get("/books")
def list_books() -> list[dict[str, Any]]:
    books = db.session.scalars(select(Book).order_by(Book.sort_title))
    return [{"title": book.title, "year": book.year} for book in books]
