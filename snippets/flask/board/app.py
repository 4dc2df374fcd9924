"""A board of posts, put together from blueprints by a factory."""

from flask import Flask, Response
from flask_sqlalchemy.record_queries import get_recorded_queries
from sqlalchemy.exc import DBAPIError

from . import authors, errors, posts, sessions, settings
from .fill import fill
from .models import db
from .requests import refuse_cross_site


def report_queries(response: Response) -> Response:
    response.headers["X-Query-Count"] = str(len(get_recorded_queries()))
    return response


def create_app() -> Flask:
    app = Flask(__name__)
    app.config.from_object(settings)
    db.init_app(app)
    sessions.login_manager.init_app(app)
    errors.init_app(app)
    app.before_request(refuse_cross_site)
    if app.config["SQLALCHEMY_RECORD_QUERIES"]:
        app.after_request(report_queries)
    for module in (authors, posts, sessions):
        app.register_blueprint(module.blueprint)
    app.cli.add_command(fill)
    with app.app_context():
        try:
            db.create_all()
        except DBAPIError:  # Another worker was creating the tables: now they are there.
            db.create_all()
    return app


app = create_app()
