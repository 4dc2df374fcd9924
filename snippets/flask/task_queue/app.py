"""Order a report, and ask how far it is."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from flask import Flask, abort, json, request, url_for
from pydantic import BaseModel, Field, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from . import reports
from .tasks import make_report

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024


class Order(BaseModel):
    ratings: list[Annotated[int, Field(ge=1, le=5)]] = Field(max_length=1000)


@app.post("/reports")
def order() -> tuple[dict[str, Any], int, dict[str, str]]:
    try:
        wanted = Order.model_validate_json(request.get_data(), strict=True)
    except ValidationError:
        abort(400, "Send JSON with `ratings`, a list of at most 1000 numbers from 1 to 5.")
    report_id = str(uuid4())
    reports.create(report_id)  # First of all: a worker could be quicker, and find no report.
    make_report.apply_async((wanted.ratings,), task_id=report_id)
    answer = {"id": report_id, "state": "queued", "attempts": 0, "result": None}
    return answer, 202, {"Location": url_for("show", report_id=report_id)}


@app.get("/reports/<uuid:report_id>")
def show(report_id: UUID) -> dict[str, Any]:
    report = reports.read(str(report_id))
    if report is None:
        abort(404, "There is no such report.")
    return report


@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> Response:
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response
