"""Contract of `permissions`: who gets in, what their role allows, and what is theirs alone."""

import json
import secrets
from typing import Any

import httpx2
import pytest

from fieldguide.serving import Server
from tests.snippets.harness import Client, Output, Stage, detail, payload

Users = dict[str, dict[str, str]]

READER, OTHER, EDITOR, ADMIN = "ada", "ben", "eve", "max"

ROUTES = {
    "GET /": (200, 200, 200, 200),
    "GET /statistics": (401, 200, 200, 200),
    "GET /reviews": (401, 200, 200, 200),
    "POST /reviews": (401, 201, 201, 201),
    "GET /reviews/{published}": (401, 200, 200, 200),
    "PATCH /reviews/{published}": (401, 403, 403, 403),
    "GET /reviews/{draft}": (401, 404, 200, 200),
    "PATCH /reviews/{draft}": (401, 404, 403, 403),
    "POST /reviews/{fresh}/publish": (401, 403, 200, 200),
    "DELETE /reviews/{fresh}": (401, 403, 403, 204),
    "PUT /users/ben/role": (401, 403, 403, 200),
}
"""What each route answers to a visitor, to a reader who is not the author, an editor, an admin."""

CASES = [
    pytest.param(route, who, status, id=f"{route}-{who}")
    for route, statuses in ROUTES.items()
    for who, status in zip(("nobody", READER, EDITOR, ADMIN), statuses, strict=True)
]


@pytest.fixture(scope="module")
def users(stage: Stage, server: Server) -> Users:
    """The header that each user has to send; nobody has none."""
    seeded = stage.run("seed")
    assert seeded.status == 0, seeded.err
    tokens = json.loads(seeded.out)
    assert set(tokens) == {READER, OTHER, EDITOR, ADMIN}
    return {name: {"authorization": f"Bearer {token}"} for name, token in tokens.items()} | {
        "nobody": {}
    }


def write(client: Client, header: dict[str, str], text: str = "") -> dict[str, Any]:
    """Write a review, which is a draft at first."""
    answer = client.post("/reviews", json={"text": text or secrets.token_hex(4)}, headers=header)
    review = payload(answer, 201)
    assert set(review) == {"id", "author", "text", "published"}
    assert review["published"] is False
    return dict(review)


@pytest.fixture(scope="module")
def rows(stage: Stage, server: Server, users: Users) -> dict[str, int]:
    """The ids of a published review and of a draft, both by the other reader."""
    with Client(stage, server) as client:
        published, draft = (write(client, users[OTHER])["id"] for _ in range(2))
        payload(client.post(f"/reviews/{published}/publish", headers=users[EDITOR]), 200)
        return {"published": published, "draft": draft}


def ask(
    client: Client, users: Users, rows: dict[str, int], route: str, who: str
) -> httpx2.Response:
    method, _, path = route.partition(" ")
    fresh = write(client, users[OTHER])["id"] if "{fresh}" in path else 0
    body = {"role": "reader"} if path.endswith("/role") else {"text": "Changed."}
    return client.request(
        method,
        path.format(fresh=fresh, **rows),
        json=body if method in {"POST", "PUT", "PATCH"} else None,
        headers=users[who],
    )


# ------------------------------------------------------------------------------------ who gets in


@pytest.mark.parametrize(("route", "who", "status"), CASES)
def test_each_route_answers_each_role_as_the_table_says(
    client: Client, users: Users, rows: dict[str, int], route: str, who: str, status: int
) -> None:
    answer = ask(client, users, rows, route, who)
    assert answer.status_code == status, answer.text[:300]
    if status >= 400:
        detail(answer, status)
    if status == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_the_table_as_it_was_answered(
    client: Client, users: Users, rows: dict[str, int], output: Output
) -> None:
    roles = {"visitor": "nobody", "reader": READER, "editor": EDITOR, "admin": ADMIN}
    lines = [f"{'route':30}" + "".join(f"{role:>9}" for role in roles)]
    for route in ROUTES:
        answers = [ask(client, users, rows, route, who).status_code for who in roles.values()]
        shown = route.format(published="1", draft="2", fresh="3")
        lines.append(f"{shown:30}" + "".join(f"{status:>9}" for status in answers))
    output("matrix", "\n".join(lines))


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer x", "Bearer {token}x", "Basic {token}", "{token}", "Bearer \xe9"],
)
def test_a_header_without_a_valid_token_is_refused(
    client: Client, users: Users, header: str
) -> None:
    token = users[ADMIN]["authorization"].removeprefix("Bearer ")
    value = header.replace("{token}", token).encode("latin-1")
    detail(client.get("/reviews", headers={b"authorization": value}), 401)


@pytest.mark.parametrize("number", ["0", "9223372036854775807", "9223372036854775808"])
def test_an_id_that_no_row_can_have_is_not_found(client: Client, users: Users, number: str) -> None:
    detail(client.get(f"/reviews/{number}", headers=users[ADMIN]), 404)


def test_one_request_with_a_login_does_not_let_the_next_in(client: Client, users: Users) -> None:
    payload(client.get("/reviews", headers=users[ADMIN]), 200)
    detail(client.get("/reviews"), 401)


# ------------------------------------------------------------------------------- what one may see


def test_a_list_holds_what_one_may_see_and_no_more(client: Client, users: Users) -> None:
    mine, theirs, public = (write(client, users[who])["id"] for who in (READER, OTHER, OTHER))
    payload(client.post(f"/reviews/{public}/publish", headers=users[EDITOR]), 200)

    def seen_by(who: str) -> set[int]:
        reviews = payload(client.get("/reviews", headers=users[who]), 200)
        return {review["id"] for review in reviews} & {mine, theirs, public}

    assert seen_by(READER) == {mine, public}
    assert seen_by(OTHER) == {theirs, public}
    assert seen_by(EDITOR) == seen_by(ADMIN) == {mine, theirs, public}


def test_a_draft_that_one_may_not_see_looks_like_one_that_is_not_there(
    client: Client, users: Users, rows: dict[str, int]
) -> None:
    for method in ("GET", "PATCH"):
        hidden, absent = (
            client.request(
                method,
                f"/reviews/{number}",
                json={"text": "x"} if method == "PATCH" else None,
                headers=users[READER],
            )
            for number in (rows["draft"], 999_999)
        )
        assert (hidden.status_code, hidden.content) == (404, absent.content)
        assert absent.status_code == 404


# ------------------------------------------------------------------------- what is the author's own


def test_the_author_alone_changes_a_review(client: Client, users: Users) -> None:
    review = write(client, users[READER])
    path = f"/reviews/{review['id']}"
    payload(client.post(f"{path}/publish", headers=users[EDITOR]), 200)
    for who in (OTHER, EDITOR, ADMIN):
        detail(client.patch(path, json={"text": f"By {who}."}, headers=users[who]), 403)
    assert payload(client.get(path, headers=users[READER]), 200)["text"] == review["text"]
    payload(client.patch(path, json={"text": "By me."}, headers=users[READER]), 200)
    assert payload(client.get(path, headers=users[OTHER]), 200)["text"] == "By me."


def test_an_author_may_not_publish_or_delete_their_own(client: Client, users: Users) -> None:
    path = f"/reviews/{write(client, users[READER])['id']}"
    detail(client.post(f"{path}/publish", headers=users[READER]), 403)
    detail(client.delete(path, headers=users[READER]), 403)
    assert payload(client.get(path, headers=users[READER]), 200)["published"] is False


def test_fields_that_are_not_the_authors_to_set_are_ignored(client: Client, users: Users) -> None:
    claims = {"text": "x", "published": True, "author": ADMIN, "author_id": 4, "id": 999_999}
    review = payload(client.post("/reviews", json=claims, headers=users[READER]), 201)
    for answer in (
        review,
        payload(client.patch(f"/reviews/{review['id']}", json=claims, headers=users[READER]), 200),
    ):
        assert (answer["author"], answer["published"]) == (READER, False)
        assert answer["id"] != 999_999


# ---------------------------------------------------------------------------------- what changes


def set_role(client: Client, users: Users, who: str, role: str) -> None:
    answer = client.put(f"/users/{who}/role", json={"role": role}, headers=users[ADMIN])
    assert payload(answer, 200) == {"name": who, "role": role}


def test_another_role_holds_from_the_next_request_on(client: Client, users: Users) -> None:
    path = f"/reviews/{write(client, users[READER])['id']}"
    detail(client.get(path, headers=users[OTHER]), 404)
    try:
        set_role(client, users, OTHER, "editor")
        payload(client.post(f"{path}/publish", headers=users[OTHER]), 200)
        detail(client.delete(path, headers=users[OTHER]), 403)
        set_role(client, users, OTHER, "admin")
        assert client.delete(path, headers=users[OTHER]).status_code == 204
    finally:
        set_role(client, users, OTHER, "reader")
    path = f"/reviews/{write(client, users[READER])['id']}"
    detail(client.get(path, headers=users[OTHER]), 404)
    detail(client.post(f"{path}/publish", headers=users[OTHER]), 403)


def test_nobody_gives_a_role_to_themselves_or_a_role_that_is_none(
    client: Client, users: Users
) -> None:
    for who in (READER, EDITOR):
        answer = client.put(f"/users/{who}/role", json={"role": "admin"}, headers=users[who])
        detail(answer, 403)
    wrong = client.put(f"/users/{OTHER}/role", json={"role": "king"}, headers=users[ADMIN])
    payload(wrong, 400, 422)
    detail(client.put("/users/zoe/role", json={"role": "reader"}, headers=users[ADMIN]), 404)


# ---------------------------------------------------------------------------------- ways around it


def test_head_and_options_tell_nothing_that_get_would_refuse(
    client: Client, users: Users, rows: dict[str, int]
) -> None:
    review = f"/reviews/{rows['published']}"
    text = payload(client.get(review, headers=users[OTHER]), 200)["text"]
    for path in ("/reviews", review, "/statistics"):
        assert client.head(path).status_code in {401, 405}
        assert text not in client.options(path).text
    assert client.head(f"/reviews/{rows['draft']}", headers=users[READER]).status_code in {404, 405}


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_a_method_named_in_a_header_or_in_the_address_is_not_obeyed(
    client: Client, users: Users, method: str
) -> None:
    path = f"/reviews/{write(client, users[READER])['id']}"
    for name in ("x-http-method-override", "x-method-override", "x-http-method"):
        client.request(
            method,
            path,
            params={"_method": "DELETE"},
            json={"text": "x"} if method != "GET" else None,
            headers={**users[READER], name: "DELETE"},
        )
    assert client.get(path, headers=users[READER]).status_code == 200


@pytest.mark.parametrize(
    "path", ["{}/publish/", "{}/publish?x=1", "{}//publish", "/.{}/publish", "{}/%70ublish"]
)
def test_another_spelling_of_an_address_does_not_go_round_the_check(
    client: Client, users: Users, path: str
) -> None:
    review = f"/reviews/{write(client, users[READER])['id']}"
    answer = client.post(path.format(review), headers=users[READER])
    assert answer.status_code >= 300
    assert payload(client.get(review, headers=users[READER]), 200)["published"] is False
