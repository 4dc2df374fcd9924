"""Contract of `openapi`: the API describes itself, and what it says is true."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from openapi_schema_validator import OAS30Validator, OAS31Validator
from openapi_spec_validator import validate

from tests.snippets.harness import Client, Output, Stage, at_once, media_type

Document = dict[str, Any]

WRONG_BODIES = {
    "empty": (b"", "application/json"),
    "brace": (b"{", "application/json"),
    "list": (b"[]", "application/json"),
    "null": (b"null", "application/json"),
    "nothing": (b"{}", "application/json"),
    "text": (b"Middlemarch", "text/plain"),
    "form": (b"title=Middlemarch&year=1871", "application/x-www-form-urlencoded"),
}


def read(client: Client) -> Document:
    """Return the document."""
    answer = client.get("/openapi.json", follow_redirects=True)
    assert answer.status_code == 200
    assert media_type(answer) in {"application/json", "application/vnd.oai.openapi+json"}
    document = answer.json()
    assert isinstance(document, dict)
    return document


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in {"get", "put", "post", "delete", "patch", "options", "head", "trace"}:
                yield method, path, operation


def resolve(document: Document, node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, if the node is one."""
    while "$ref" in node:
        steps = node["$ref"].removeprefix("#/").split("/")
        node = document
        for step in steps:
            node = node[step]
    return node


def fits(document: Document, schema: dict[str, Any], value: object) -> bool:
    """Return whether a value is what a schema of the document says."""
    version = OAS30Validator if document["openapi"].startswith("3.0.") else OAS31Validator
    whole = {"allOf": [schema], "components": document.get("components", {})}
    return bool(version(whole).is_valid(value))


def operation(document: Document, answer: httpx2.Response) -> dict[str, Any]:
    """Return what the document says of the operation that has answered."""
    target = answer.request.url.path
    (found,) = [
        described
        for method, path, described in operations(document)
        if method.upper() == answer.request.method
        and re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", path), target)
    ]
    return found


def assert_described(document: Document, answer: httpx2.Response) -> None:
    """Assert that the document knows an answer's status, its media type and its body."""
    responses = operation(document, answer)["responses"]
    status = str(answer.status_code)
    assert status in responses, f"{status} is not described: {answer.text}"
    content = resolve(document, responses[status]).get("content", {})
    assert media_type(answer) in content
    schema = content[media_type(answer)]["schema"]
    assert fits(document, schema, answer.json()), f"{answer.text} is not what {schema} says"
    # A schema that takes anything describes nothing.
    assert not fits(document, schema, 1871)


def body_schema(document: Document) -> dict[str, Any]:
    body = resolve(document, document["paths"]["/books"]["post"]["requestBody"])
    assert body["required"] is True
    schema = body["content"]["application/json"]["schema"]
    assert isinstance(schema, dict)
    return schema


# ---------------------------------------------------------------------------------- the document


def test_the_first_readers_of_the_document_may_come_at_once(empty_stage: Stage) -> None:
    for _ in range(3):
        with empty_stage.start() as server, Client(empty_stage, server) as client:
            documents = at_once(4, lambda _: read(client))
        assert all(document == documents[0] for document in documents)


def test_the_document_is_valid(client: Client) -> None:
    document = read(client)
    assert re.fullmatch(r"3\.[012]\.\d+", document["openapi"])
    validate(document)


def test_it_has_a_title_and_a_version(client: Client) -> None:
    info = read(client)["info"]
    assert (info["title"], info["version"]) == ("Reading list", "1.0.0")


def test_it_describes_each_endpoint_and_no_other(client: Client) -> None:
    found = {
        f"{method} {re.sub(r'{[^}]*}', '*', path)}" for method, path, _ in operations(read(client))
    }
    assert found == {"get /books", "post /books", "get /books/*"}


def test_each_operation_has_a_name_of_its_own_and_a_summary(client: Client) -> None:
    described = [operation for _, _, operation in operations(read(client))]
    assert len({operation["operationId"] for operation in described}) == 3
    for operation in described:
        assert re.fullmatch(r"[a-z_]+", operation["operationId"])
        assert operation.get("summary") or operation.get("description")


def test_the_limit_is_described(client: Client) -> None:
    document = read(client)
    parameters = document["paths"]["/books"]["get"]["parameters"]
    (limit,) = [resolve(document, parameter) for parameter in parameters]
    assert (limit["name"], limit["in"]) == ("limit", "query")
    assert not limit.get("required", False)
    schema = resolve(document, limit["schema"])
    wanted = {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
    assert {name: schema.get(name) for name in wanted} == wanted


def test_the_number_in_the_path_is_described(client: Client) -> None:
    document = read(client)
    ((path, described),) = [
        (path, operation)
        for method, path, operation in operations(document)
        if method == "get" and "{" in path
    ]
    (parameter,) = [resolve(document, parameter) for parameter in described["parameters"]]
    assert f"/books/{{{parameter['name']}}}" == path
    assert (parameter["in"], parameter["required"]) == ("path", True)
    assert resolve(document, parameter["schema"])["type"] == "integer"


# ----------------------------------------------------------------------------------- is it true?


@pytest.mark.parametrize(
    "target",
    ["/books", "/books?limit=1", "/books?limit=0", "/books?limit=x", "/books/1", "/books/999999"],
)
def test_each_answer_is_as_described(client: Client, target: str) -> None:
    assert_described(read(client), client.get(target))


def test_a_created_book_is_as_described(client: Client) -> None:
    answer = client.post("/books", json={"title": "Emma", "year": 1815})
    assert answer.status_code == 201
    assert_described(read(client), answer)
    assert_described(read(client), client.get(answer.headers["location"]))


@pytest.mark.parametrize("name", WRONG_BODIES)
def test_each_refusal_is_as_described(client: Client, name: str) -> None:
    content, kind = WRONG_BODIES[name]
    answer = client.post("/books", content=content, headers={"content-type": kind})
    # A body of another type may be read as well, if it is JSON in truth.
    assert 400 <= answer.status_code < 500
    assert_described(read(client), answer)


@pytest.mark.parametrize("limit", [1, 20, 100, 0, 101, -1])
def test_a_limit_is_taken_if_the_document_says_so(client: Client, limit: int) -> None:
    document = read(client)
    schema = resolve(document, document["paths"]["/books"]["get"]["parameters"][0])["schema"]
    said = fits(document, schema, limit)
    assert said is (1 <= limit <= 100)
    assert (client.get("/books", params={"limit": limit}).status_code == 200) is said


@pytest.mark.parametrize(
    ("book", "right"),
    [
        ({"title": "x", "year": 1450}, True),
        ({"title": "x" * 200, "year": 2100}, True),
        ({"title": "", "year": 1871}, False),
        ({"title": "x" * 201, "year": 1871}, False),
        ({"title": "Emma", "year": 1449}, False),
        ({"title": "Emma", "year": 2101}, False),
        ({"title": "Emma", "year": "soon"}, False),
        ({"title": None, "year": 1815}, False),
        ({"title": "Emma"}, False),
        ({"year": 1815}, False),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_a_book_is_taken_if_the_document_says_so(
    client: Client, book: dict[str, object], right: bool
) -> None:
    document = read(client)
    assert fits(document, body_schema(document), book) is right
    answer = client.post("/books", json=book)
    assert (answer.status_code == 201) is right
    assert_described(document, answer)


# --------------------------------------------------------------------------------- for a reader


def test_a_page_shows_the_document(client: Client, output: Output) -> None:
    answer = client.get("/docs", follow_redirects=True)
    assert answer.status_code == 200
    assert media_type(answer) == "text/html"
    assert "openapi.json" in answer.text
    loaded = re.findall(r"""(?:src|href)=["'](https?://[^"']+)""", answer.text)
    output("ui", "\n".join(sorted(set(loaded))) or "nothing: the page is complete")
