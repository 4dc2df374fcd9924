"""An error handler for every exception, and what becomes of a 404."""

from flask import Flask
from werkzeug.exceptions import InternalServerError

# --8<-- [start:bad]
bad = Flask("bad")


@bad.errorhandler(Exception)
def answer_everything(error: Exception) -> tuple[dict[str, str], int]:
    return {"detail": str(error)}, 500


# --8<-- [end:bad]
# --8<-- [start:good]
good = Flask("good")


@good.errorhandler(InternalServerError)
def answer_failures(error: InternalServerError) -> tuple[dict[str, str], int]:
    return {"detail": "Something went wrong here. It has been recorded."}, 500


# --8<-- [end:good]


@bad.get("/broken")
@good.get("/broken")
def broken() -> str:
    raise RuntimeError("the password is swordfish")
