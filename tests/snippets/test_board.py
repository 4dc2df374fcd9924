"""Contract of `board`: a whole application, with accounts, posts, a search and data to fill it."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.cookiejar import DefaultCookiePolicy
from http.cookies import SimpleCookie
from typing import Any

import pytest
import sqlalchemy

from fieldguide.serving import Server
from tests.snippets.harness import (
    TRACEBACK,
    Client,
    Output,
    Stage,
    at_once,
    detail,
    media_type,
    payload,
    transcript,
    wrong_fields,
)

AUTHORS, POSTS = 20, 120
SLUGS = ["novels", "poems", "essays", "travel", "science"]
FILLED = {"q": "THIS IS number"}
"""Finds the posts of the command alone: only their bodies begin so."""
SEED_PASSWORD = secrets.token_urlsafe(12)
EVIL = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
DRAFT = {"title": "On margins", "body": "Write in them.", "category": "essays"}
ARGON2ID = "$argon2id$v=19$m=19456,t=2,p=1$"

Account = dict[str, str]


def new_account() -> Account:
    return {"name": f"reader-{secrets.token_hex(4)}", "password": secrets.token_urlsafe(12)}


def cases(**values: list[object]) -> list[object]:
    """Return a parameter for each name and value, with an id that is short."""
    return [
        pytest.param(name, value, id=f"{name}-{number}")
        for name, wrong in values.items()
        for number, value in enumerate(wrong)
    ]


@pytest.fixture(scope="module")
def server(stage: Stage) -> Iterator[Server]:
    """A server that tells how many queries an answer took, on a board that was filled."""
    size = ("--authors", str(AUTHORS), "--posts", str(POSTS))
    filled = stage.run("fill", *size, SEED_PASSWORD=SEED_PASSWORD)
    assert filled.status == 0, filled.err
    assert f"{AUTHORS} authors and {POSTS} posts" in filled.out
    with stage.start(COUNT_QUERIES="1") as server:
        yield server
        new = stage.unseen(server)
    if not stage.traceback_expected:
        assert not TRACEBACK.search(new), f"the server logged a traceback afterwards:\n{new}"


@pytest.fixture(scope="module")
def ada(stage: Stage, server: Server) -> Iterator[Client]:
    """An author who is logged in; hashing takes its time, so there is one for all tests."""
    with Client(stage, server) as client:
        account = new_account()
        payload(client.post("/register", json=account), 201)
        payload(client.post("/login", json=account), 200)
        yield client


@pytest.fixture(scope="module")
def bob(stage: Stage, server: Server) -> Iterator[Client]:
    """One of the authors that the command has made, logged in."""
    with Client(stage, server) as client:
        answer = client.post("/login", json={"name": "author-1", "password": SEED_PASSWORD})
        assert payload(answer, 200)["name"] == "author-1"
        yield client


@contextmanager
def database(client: Client) -> Iterator[tuple[sqlalchemy.Connection, sqlalchemy.MetaData]]:
    """Look into the database past the application."""
    url = re.sub(r"^postgresql:", "postgresql+psycopg:", client.database_url)
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    tables = sqlalchemy.MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        yield connection, tables


def table_with(tables: sqlalchemy.MetaData, *columns: str) -> sqlalchemy.Table:
    (table,) = [t for t in tables.tables.values() if set(columns) <= set(t.columns.keys())]
    return table


def page(client: Client, **query: Any) -> dict[str, Any]:
    body: dict[str, Any] = payload(client.get("/posts", params=query), 200)
    assert set(body) == {"items", "page", "per_page", "total"}
    return body


def write(client: Client, **fields: object) -> dict[str, Any]:
    post: dict[str, Any] = payload(client.post("/posts", json={**DRAFT, **fields}), 201)
    return post


def knows(client: Client, cookie: str | None = None) -> bool:
    """Tell whether a client, or whoever has this cookie, is logged in."""
    headers = {} if cookie is None else {"cookie": cookie}
    answer = client.put("/posts/987654321", json=DRAFT, headers=headers)
    detail(answer, 401, 404)
    return answer.status_code == 404


def cookie_line(client: Client) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)


# ---------------------------------------------------------------------------------------- accounts


def test_an_author_registers_logs_in_and_logs_out(client: Client) -> None:
    account = new_account()
    author = payload(client.post("/register", json=account), 201)
    assert author == {"id": author["id"], "name": account["name"]}
    assert not knows(client)
    assert payload(client.post("/login", json=account), 200) == author
    assert knows(client)
    kept = cookie_line(client)
    answer = client.post("/logout")
    assert (answer.status_code, answer.content) == (204, b"")
    assert not knows(client)
    with client.visitor() as thief:
        assert not knows(thief, kept)


def test_who_is_not_logged_in_may_log_out(client: Client) -> None:
    assert client.post("/logout").status_code == 204


def test_of_several_who_want_a_name_at_once_one_gets_it(client: Client) -> None:
    account = new_account()
    answers = at_once(3, lambda _: client.visitor().post("/register", json=account))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    for answer in answers:
        if answer.status_code == 409:
            detail(answer, 409)


@pytest.mark.parametrize(
    ("field", "value"),
    cases(
        name=["ab", "x" * 31, "two words", "étude", None],
        password=["", "x7-Kq_pLm9z", None, ["x"]],
    ),
)
def test_a_wrong_account_is_refused(client: Client, field: str, value: object) -> None:
    answer = client.post("/register", json={**new_account(), field: value})
    assert wrong_fields(answer) == {field}


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client) -> None:
    wrong = client.post("/login", json={"name": "author-2", "password": "not-the-password"})
    unknown = client.post("/login", json={"name": "nobody", "password": "not-the-password"})
    detail(wrong, 401)
    detail(unknown, 401)
    assert wrong.content == unknown.content
    assert not knows(client)


@pytest.mark.parametrize("body", [[], "text", {}, {"name": ["x"], "password": {}}])
def test_a_login_that_is_none_is_refused(client: Client, body: object) -> None:
    payload(client.post("/login", json=body), 400, 422)


def test_a_name_with_a_nul_is_nobodys(client: Client) -> None:
    answer = client.post("/login", json={"name": "author-1\0", "password": SEED_PASSWORD})
    payload(answer, 400, 401, 422)


def test_a_cookie_planted_before_is_not_logged_in(client: Client, bob: Client) -> None:
    (name,) = [c.name for c in bob.cookies.jar if knows(client.visitor(), f"{c.name}={c.value}")]
    planted = f"{name}=planted-by-somebody-else-0123456789"
    answer = client.post(
        "/login",
        json={"name": "author-3", "password": SEED_PASSWORD},
        headers={"cookie": planted},
    )
    payload(answer, 200)
    cookie = SimpleCookie(answer.headers["set-cookie"])[name]
    assert cookie.value != "planted-by-somebody-else-0123456789"
    assert not knows(client.visitor(), planted)
    assert cookie["httponly"]
    assert cookie["samesite"].lower() == "lax"
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_passwords_are_hashed_at_the_stated_cost(ada: Client) -> None:
    with database(ada) as (connection, tables):
        (column,) = [
            column
            for table in tables.tables.values()
            for column in table.columns
            if column.name in {"password", "password_hash"}
        ]
        hashes: list[str] = [row[0] for row in connection.execute(sqlalchemy.select(column))]
    assert len(hashes) > AUTHORS
    assert all(ARGON2ID in each for each in hashes)
    assert all(SEED_PASSWORD not in each for each in hashes)


def test_production_has_secure_cookies_and_counts_no_queries(stage: Stage, server: Server) -> None:
    with (
        stage.start(without="COOKIE_SECURE") as production,
        Client(stage, production) as client,
    ):
        client.cookies.jar.set_policy(DefaultCookiePolicy(secure_protocols=("http", "https")))
        answer = client.post("/login", json={"name": "author-4", "password": SEED_PASSWORD})
        assert "x-query-count" not in answer.headers
        cookies = [
            morsel
            for line in answer.headers.get_list("set-cookie")
            for morsel in SimpleCookie(line).values()
        ]
        assert cookies
        assert all(cookie["secure"] for cookie in cookies)
        assert knows(client)
        assert not TRACEBACK.search(production.text())


# ------------------------------------------------------------------------------------ other sites


@pytest.mark.parametrize(
    "headers",
    [
        EVIL,
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_changes_nothing(ada: Client, headers: dict[str, str]) -> None:
    post = write(ada)
    path = f"/posts/{post['id']}"
    title = secrets.token_hex(8)
    detail(ada.post("/posts", json={**DRAFT, "title": title}, headers=headers), 403)
    detail(ada.put(path, json={**DRAFT, "title": title}, headers=headers), 403)
    detail(ada.delete(path, headers=headers), 403)
    detail(ada.post("/logout", headers=headers), 403)
    with ada.visitor() as visitor:
        account = new_account()
        detail(visitor.post("/register", json=account, headers=headers), 403)
        login = {"name": "author-1", "password": SEED_PASSWORD}
        detail(visitor.post("/login", json=login, headers=headers), 403)
        assert not visitor.cookies.jar or not knows(visitor)
    assert knows(ada)
    assert payload(ada.get(path), 200) == post
    assert page(ada, q=title)["total"] == 0


def test_the_sites_own_pages_may_write(ada: Client) -> None:
    for headers in ({"origin": ada.url, "sec-fetch-site": "same-origin"}, {"origin": ada.url}):
        payload(ada.post("/posts", json=DRAFT, headers=headers), 201)


def test_another_site_may_link_here(ada: Client) -> None:
    payload(ada.get("/posts", headers=EVIL), 200)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_what_is_not_marked_as_json_is_refused(ada: Client, kind: str | None) -> None:
    post = write(ada)
    headers = {"content-type": kind} if kind else {}
    body = b'{"title": "t", "body": "b", "category": "essays"}'
    before = page(ada)["total"]
    detail(ada.post("/posts", content=body, headers=headers), 415)
    detail(ada.put(f"/posts/{post['id']}", content=body, headers=headers), 415)
    detail(ada.post("/login", content=b'{"name": "a", "password": "b"}', headers=headers), 415)
    detail(ada.post("/register", content=b"{}", headers=headers), 415)
    assert payload(ada.get(f"/posts/{post['id']}"), 200) == post
    assert page(ada)["total"] == before


# ------------------------------------------------------------------------------------------- lists


def test_categories_are_listed(client: Client) -> None:
    items = payload(client.get("/categories"), 200)["items"]
    assert [set(item) for item in items] == [{"id", "name", "slug"}] * 5
    assert [item["slug"] for item in items] == SLUGS
    assert [item["name"] for item in items] == [slug.title() for slug in SLUGS]


def test_a_page_has_twenty_posts_unless_another_size_is_asked_for(client: Client) -> None:
    body = page(client, **FILLED)
    assert (body["page"], body["per_page"], body["total"]) == (1, 20, POSTS)
    assert len(body["items"]) == 20
    assert len(page(client, per_page=100, **FILLED)["items"]) == 100


def test_an_item_is_whole(client: Client, output: Output) -> None:
    answer = client.get("/posts", params={"q": "number 77.", "per_page": 1})
    output("page", transcript(answer, "content-type"))
    (item,) = payload(answer, 200)["items"]
    assert set(item) == {"id", "title", "excerpt", "author", "category", "created"}
    assert item["title"] == "Post 77 on essays"
    assert item["excerpt"].startswith("This is number 77. A list of books")
    assert len(item["excerpt"]) == 200
    assert item["author"] == {"id": item["author"]["id"], "name": "author-18"}
    category = {"id": item["category"]["id"], "name": "Essays", "slug": "essays"}
    assert item["category"] == category
    assert category in payload(client.get("/categories"), 200)["items"]
    assert item["created"] == "2026-01-01T00:38:00Z"


def test_pages_hold_every_post_once_and_the_newest_first(client: Client) -> None:
    pages = [page(client, page=n, per_page=35, **FILLED)["items"] for n in range(1, 6)]
    assert [len(items) for items in pages] == [35, 35, 35, 15, 0]
    found = [item for items in pages for item in items]
    assert len({item["id"] for item in found}) == POSTS
    # Two at a time were written at the same moment, and still have one order.
    order = [(item["created"], item["id"]) for item in found]
    assert order == sorted(order, reverse=True)
    assert len({created for created, _ in order}) == POSTS / 2


def test_a_category_is_listed_by_itself(client: Client) -> None:
    for slug in SLUGS:
        body = page(client, category=slug, per_page=100, **FILLED)
        assert body["total"] == len(body["items"]) == POSTS / 5
        assert {item["category"]["slug"] for item in body["items"]} == {slug}
    assert page(client, category="nowhere") == {
        "items": [],
        "page": 1,
        "per_page": 20,
        "total": 0,
    }


def test_a_search_reads_title_and_body_in_any_case(ada: Client) -> None:
    word = secrets.token_hex(6)
    by_title = write(ada, title=f"On {word.upper()}")["id"]
    by_body = write(ada, body=f"All about {word}.")["id"]
    found = page(ada, q=f"{word[:-1]}{word[-1].upper()}")
    assert [item["id"] for item in found["items"]] == [by_body, by_title]
    assert found["total"] == 2
    assert page(ada, q=f"on  {word}")["total"] == 0
    assert page(ada, q=f"about {word}.")["total"] == 1


@pytest.mark.parametrize("mark", ["%", "_", "\\", "/", "'", "{", "[a-z]"])
def test_marks_mean_themselves_in_a_search(ada: Client, mark: str) -> None:
    word = secrets.token_hex(6)
    with_it = write(ada, title=f"{word}{mark}{word}")["id"]
    write(ada, title=f"{word}x{word}")
    assert [item["id"] for item in page(ada, q=f"{word}{mark}{word}")["items"]] == [with_it]


@pytest.mark.parametrize(
    ("name", "value"),
    cases(
        page=["0", "-1", "x", "9" * 30],
        per_page=["0", "101", "1.5"],
        q=["x" * 101],
        category=["x" * 51],
    ),
)
def test_a_wrong_query_is_refused_by_name(client: Client, name: str, value: str) -> None:
    assert wrong_fields(client.get("/posts", params={name: value})) == {name}


@pytest.mark.parametrize("name", ["q", "category"])
def test_a_nul_finds_nothing(client: Client, name: str) -> None:
    answer = client.get("/posts", params={name: "a\0b"})
    if answer.status_code == 200:
        assert payload(answer, 200)["total"] == 0
    else:
        assert wrong_fields(answer) == {name}


def test_authors_are_listed_with_their_posts(client: Client) -> None:
    items = payload(client.get("/authors", params={"limit": AUTHORS}), 200)["items"]
    assert [item["name"] for item in items] == [f"author-{n + 1}" for n in range(AUTHORS)]
    for number, item in enumerate(items):
        assert set(item) == {"id", "name", "posts"}
        titles = [post["title"] for post in item["posts"] if post["title"].startswith("Post ")]
        wanted = [f"Post {n} on {SLUGS[n % 5]}" for n in range(number, POSTS, AUTHORS)]
        assert titles == wanted
        assert all(set(post) == {"id", "title"} for post in item["posts"])
    assert len(payload(client.get("/authors", params={"limit": 3}), 200)["items"]) == 3
    assert len(payload(client.get("/authors"), 200)["items"]) > AUTHORS
    for limit in ("0", "101", "all"):
        assert wrong_fields(client.get("/authors", params={"limit": limit})) == {"limit"}


def test_an_author_without_posts_is_listed_too(client: Client) -> None:
    account = new_account()
    author = payload(client.post("/register", json=account), 201)
    assert {**author, "posts": []} in payload(client.get("/authors"), 200)["items"]


@pytest.mark.parametrize(
    ("few", "many", "most"),
    [
        ("/posts?per_page=2", "/posts?per_page=100", 3),
        ("/posts?q=number&per_page=2", "/posts?q=number&per_page=100", 3),
        ("/authors?limit=2", "/authors?limit=20", 2),
    ],
)
def test_a_longer_list_takes_no_more_queries(
    client: Client, few: str, many: str, most: int
) -> None:
    counts = [int(client.get(path).headers["x-query-count"]) for path in (few, many)]
    assert counts[0] == counts[1]
    assert 1 <= counts[0] <= most


# ------------------------------------------------------------------------------------------- posts


def test_an_author_writes_a_post(ada: Client) -> None:
    answer = ada.post("/posts", json=DRAFT)
    post = payload(answer, 201)
    assert set(post) == {"id", "title", "body", "author", "category", "created"}
    assert (post["title"], post["body"]) == (DRAFT["title"], DRAFT["body"])
    assert post["category"]["slug"] == "essays"
    assert answer.headers["location"] == f"/posts/{post['id']}"
    with ada.visitor() as visitor:
        read = visitor.get(answer.headers["location"])
        assert payload(read, 200) == post
        assert int(read.headers["x-query-count"]) <= 3
    assert post["created"].endswith("Z")
    age = datetime.now().astimezone() - datetime.fromisoformat(post["created"])
    assert abs(age.total_seconds()) < 60
    newest = page(ada, per_page=1)["items"][0]
    assert newest["id"] == post["id"]
    assert newest["excerpt"] == DRAFT["body"]


@pytest.mark.parametrize(
    "text",
    ["x", "源氏 Кысь \N{MUSICAL SYMBOL G CLEF}", "'); DROP TABLE posts;--", "<b>&amp;</b> %s {x}"],
)
def test_a_text_is_stored_unchanged(ada: Client, text: str) -> None:
    post = write(ada, title=text, body=text)
    assert (post["title"], post["body"]) == (text, text)
    assert payload(ada.get(f"/posts/{post['id']}"), 200) == post


def test_its_author_replaces_and_deletes_a_post(ada: Client) -> None:
    post = write(ada)
    path = f"/posts/{post['id']}"
    new = {"title": "On spines", "body": "Read them.", "category": "travel", "id": 1, "author": 1}
    changed = payload(ada.put(path, json=new), 200)
    assert changed["category"]["slug"] == "travel"
    expected = {**post, "title": "On spines", "body": "Read them."}
    assert changed == {**expected, "category": changed["category"]}
    assert payload(ada.get(path), 200) == changed
    answer = ada.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    detail(ada.get(path), 404)
    detail(ada.delete(path), 404)


def test_nobody_else_changes_a_post(ada: Client, bob: Client, client: Client) -> None:
    post = write(ada)
    path = f"/posts/{post['id']}"
    for method in ("PUT", "DELETE"):
        body = {**DRAFT, "title": "Mine now"} if method == "PUT" else None
        detail(client.request(method, path, json=body), 401)
        detail(bob.request(method, path, json=body), 403)
        detail(bob.request(method, "/posts/987654321", json=body), 404)
    assert payload(client.get(path), 200) == post


def test_a_visitor_writes_nothing(client: Client) -> None:
    title = secrets.token_hex(6)
    detail(client.post("/posts", json={**DRAFT, "title": title}), 401)
    assert page(client, q=title)["total"] == 0


@pytest.mark.parametrize(
    ("field", "value"),
    cases(
        title=["", " \t", "x" * 201, "a\0b", None, ["x"]],
        body=["", "a\0b", "x" * 20_001, None],
        category=["", "nowhere", "a\0b", None, 1],
    ),
)
def test_a_wrong_field_is_named(ada: Client, field: str, value: object) -> None:
    post = write(ada)
    body = {**DRAFT, field: value}
    assert wrong_fields(ada.post("/posts", json=body)) == {field}
    assert wrong_fields(ada.put(f"/posts/{post['id']}", json=body)) == {field}
    assert payload(ada.get(f"/posts/{post['id']}"), 200) == post


def test_each_wrong_field_is_named(ada: Client) -> None:
    assert wrong_fields(ada.post("/posts", json={})) == {"title", "body", "category"}


HALF_A_CHARACTER = b'{"title": "\\ud800", "body": "b", "category": "essays"}'


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"text"', b"[" * 100_000, b"\xff", HALF_A_CHARACTER],
    ids=["empty", "cut", "list", "null", "text", "nested", "bytes", "half"],
)
def test_a_body_that_is_no_object_of_text_is_refused(ada: Client, body: bytes) -> None:
    answer = ada.post("/posts", content=body, headers={"content-type": "application/json"})
    payload(answer, 400, 422)


# --------------------------------------------------------------------------------------- the board


def test_the_board_is_filled_once_and_only_with_a_password(client: Client) -> None:
    before = page(client)["total"]
    for variables, word in (({}, "SEED_PASSWORD"), ({"SEED_PASSWORD": SEED_PASSWORD}, "empty")):
        finished = client.stage.run("fill", "--authors", "1", "--posts", "1", **variables)
        assert finished.status != 0
        assert word in finished.err
        assert not TRACEBACK.search(finished.err)
    assert page(client)["total"] == before


@pytest.mark.parametrize("path", ["/", "/nowhere", "/posts/", "/posts/x", f"/posts/{'9' * 20}"])
def test_an_unknown_path_is_not_found(client: Client, path: str) -> None:
    detail(client.get(path), 404)


@pytest.mark.parametrize(("method", "path"), [("PATCH", "/posts/1"), ("GET", "/login")])
def test_a_method_that_is_not_there_is_refused(ada: Client, method: str, path: str) -> None:
    detail(ada.request(method, path), 405)


@pytest.mark.traceback_expected
def test_a_failure_says_nothing_of_its_cause(client: Client) -> None:
    with database(client) as (connection, tables):
        name = table_with(tables, "title", "body").name
        connection.execute(sqlalchemy.text(f"ALTER TABLE {name} RENAME TO elsewhere"))
    try:
        answer = client.get("/posts")
        assert media_type(answer) == "application/json"
        message = detail(answer, 500)
    finally:
        with database(client) as (connection, _):
            connection.execute(sqlalchemy.text(f"ALTER TABLE elsewhere RENAME TO {name}"))
    assert set(answer.json()) == {"detail"}
    assert name not in message
    assert "select" not in message.lower()
    payload(client.get("/posts"), 200)
