"""The name under which the result of a search is cached."""

import hashlib

from flask import Flask, json, request

app = Flask(__name__)


# --8<-- [start:bad]
def process_key(filters: dict[str, str]) -> str:
    return f"books:{hash(frozenset(filters.items()))}"


# --8<-- [end:bad]
# --8<-- [start:good]
def stable_key(filters: dict[str, str]) -> str:
    canonical = json.dumps(filters, sort_keys=True)
    return f"books:{hashlib.sha256(canonical.encode()).hexdigest()}"


# --8<-- [end:good]


@app.get("/bad/key")
def show_process_key() -> str:
    return process_key(request.args.to_dict())


@app.get("/good/key")
def show_stable_key() -> str:
    return stable_key(request.args.to_dict())
