"""Views that find the catalogue of their worker; the server's hooks open and close it."""

import logging
import os
import time

from flask import Flask, current_app

from .library import Catalogue, note

logging.basicConfig(level=logging.INFO)
app = Flask(__name__)


def catalogue() -> Catalogue:
    opened: Catalogue = current_app.extensions["catalogue"]
    return opened


@app.get("/")
def book_of_the_day() -> dict[str, str | int]:
    return {"title": catalogue().title(1), "worker": os.getpid()}


@app.get("/report")
def report() -> dict[str, str | int]:
    note("a report is begun")
    time.sleep(0.5)
    title = catalogue().title(2)
    note("the report is done")
    return {"title": title, "worker": os.getpid()}
