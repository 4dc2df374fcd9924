"""Answer every error in JSON, and keep the cause of a failure in the server's log."""

from flask import Flask, abort, json
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

app = Flask(__name__)


# --8<-- [start:handlers]
@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> Response:
    # The exception's own response has its status and its headers, such as Allow of a 405.
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(json.dumps({"detail": error.description}))
    return response


# For 500 and not for Exception: Flask has logged the traceback by now, no 404 ends up here,
# and the debugger still sees the error during development.
@app.errorhandler(InternalServerError)
def answer_failure(_: InternalServerError) -> tuple[dict[str, str], int]:
    return {"detail": "Something went wrong here. It has been recorded."}, 500


# --8<-- [end:handlers]


@app.get("/books/<int:book_id>")
def read_book(book_id: int) -> dict[str, int]:
    if book_id != 1:
        abort(404, "There is no such book.")
    return {"id": book_id}


@app.get("/broken")
def broken() -> str:
    raise RuntimeError("the-secret-detail")
