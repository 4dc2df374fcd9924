"""Contract of `login`: accounts, sessions, and what an attacker gets from them."""

import re
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from http.cookies import Morsel, SimpleCookie
from typing import Any

import argon2
import httpx2
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from fieldguide.serving import Server
from tests.snippets.harness import TRACEBACK, Client, Stage, at_once, detail, payload

Account = dict[str, str]

CROSS_SITE = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}


def new_account() -> Account:
    return {
        "username": f"reader-{secrets.token_hex(4)}",
        "password": secrets.token_urlsafe(12),
    }


@pytest.fixture
def account() -> Account:
    """A name and a password that nobody has used yet."""
    return new_account()


def registered(stage: Stage, server: Server) -> Account:
    """Register somebody whom several tests may log in; hashing takes its time."""
    account = new_account()
    with Client(stage, server) as client:
        register(client, account)
    return account


@pytest.fixture(scope="module")
def reader(stage: Stage, server: Server) -> Account:
    """The name and the password of a reader."""
    return registered(stage, server)


@pytest.fixture(scope="module")
def writer(stage: Stage, server: Server) -> Account:
    """The name and the password of somebody else."""
    return registered(stage, server)


@dataclass(frozen=True)
class Login:
    """Somebody who is logged in while a module's tests run, and what the login answered."""

    client: Client
    answer: httpx2.Response

    @property
    def cookie(self) -> str:
        """The name of the cookie that makes the client be known."""
        return session_cookie(self.client)


@pytest.fixture(scope="module")
def login(stage: Stage, server: Server, writer: Account) -> Iterator[Login]:
    """The writer's login, which all tests leave as it is."""
    with Client(stage, server) as client:
        yield Login(client, log_in(client, writer))


@pytest.fixture(scope="module")
def second_server(stage: Stage, reader: Account) -> Iterator[Server]:
    """Another server on the same database, started as in production: cookies are for HTTPS."""
    stage.prepare()
    with stage.start(without="COOKIE_SECURE") as server:
        yield server
        assert not TRACEBACK.search(server.text())


@pytest.fixture
def second(stage: Stage, second_server: Server) -> Iterator[Client]:
    """A visitor of the second server, whose cookies travel over plain HTTP nevertheless."""
    with Client(stage, second_server) as visitor:
        visitor.cookies.jar.set_policy(DefaultCookiePolicy(secure_protocols=("http", "https")))
        yield visitor


def session(client: Client) -> dict[str, Any]:
    body = payload(client.get("/session"), 200)
    assert set(body) == {"username", "csrf_token"}
    token = body["csrf_token"]
    assert token is None or (isinstance(token, str) and token)
    return dict(body)


def post(
    client: Client, path: str, body: object = None, headers: dict[str, str] | None = None
) -> httpx2.Response:
    """Send a POST as a page of the same site would: with the token, if there is one."""
    token = session(client)["csrf_token"]
    proof = {"x-csrftoken": token} if token else {}
    return client.post(path, json=body, headers={**proof, **(headers or {})})


def register(client: Client, account: Account) -> None:
    body = payload(post(client, "/register", account), 201)
    assert body == {"username": account["username"]}


def log_in(client: Client, account: Account) -> httpx2.Response:
    answer = post(client, "/login", account)
    assert payload(answer, 200) == {"username": account["username"]}
    return answer


def cookies(client: Client) -> dict[str, str]:
    """Return all cookies that a client has."""
    return {cookie.name: cookie.value or "" for cookie in client.cookies.jar}


def me(client: Client, stolen: dict[str, str]) -> httpx2.Response:
    """Ask who somebody is who has nothing but these cookies."""
    with client.visitor() as stranger:
        line = "; ".join(f"{name}={value}" for name, value in stolen.items())
        return stranger.get("/me", headers={"cookie": line} if line else {})


def session_cookie(client: Client) -> str:
    """Return the name of the one cookie that makes a client be known."""
    (name,) = [
        name
        for name, value in cookies(client).items()
        if me(client, {name: value}).status_code == 200
    ]
    return name


def set_cookies(answer: httpx2.Response) -> Iterator[tuple[str, "Morsel[str]"]]:
    for line in answer.headers.get_list("set-cookie"):
        yield from SimpleCookie(line).items()


# ---------------------------------------------------------------------------------------- accounts


def test_a_visitor_is_nobody(client: Client) -> None:
    assert session(client)["username"] is None
    detail(client.get("/me"), 401)


def test_a_reader_registers_logs_in_and_is_known(client: Client, account: Account) -> None:
    register(client, account)
    log_in(client, account)
    assert payload(client.get("/me"), 200) == {"username": account["username"]}
    assert session(client)["username"] == account["username"]


def test_one_visitor_does_not_log_in_another(client: Client, login: Login) -> None:
    assert login.client.get("/me").status_code == 200
    assert session(client)["username"] is None
    detail(client.get("/me"), 401)


def test_a_name_that_is_taken_is_refused(client: Client, account: Account) -> None:
    register(client, account)
    with client.visitor() as other:
        second = {**account, "password": secrets.token_urlsafe(12)}
        detail(post(other, "/register", second), 409)
        detail(post(other, "/login", second), 401)
    log_in(client, account)


def test_of_several_who_want_a_name_at_once_one_gets_it(client: Client, account: Account) -> None:
    def try_to_register(_: int) -> int:
        with client.visitor() as visitor:
            return post(visitor, "/register", account).status_code

    assert sorted(at_once(3, try_to_register)) == [201, 409, 409]


@pytest.mark.parametrize(
    "shape", ["{:.1}-A", "Z_-{:.2}".ljust(29, "9")], ids=["shortest", "longest"]
)
def test_the_shortest_and_the_longest_name_are_taken(client: Client, shape: str) -> None:
    username = shape.format(secrets.token_hex(4)).ljust(3, "x")
    assert len(username) in {3, 26}
    register(client, {"username": username, "password": secrets.token_urlsafe(9)})


@pytest.mark.parametrize(
    "username",
    ["", "ab", "x" * 31, "two words", "étude", "reader@home", "<b>reader</b>", None, ["x"]],
)
def test_a_wrong_name_is_refused(client: Client, account: Account, username: object) -> None:
    payload(post(client, "/register", {**account, "username": username}), 400, 422)


def test_a_line_break_does_not_become_part_of_a_name(client: Client, account: Account) -> None:
    answer = post(client, "/register", {**account, "username": f"{account['username']}\n"})
    if answer.status_code == 201:
        assert payload(answer, 201) == {"username": account["username"]}
    else:
        payload(answer, 400, 422)


@pytest.mark.parametrize("password", ["", "x7-Kq_pLm9z", None, ["x"]])
def test_a_wrong_password_for_an_account_is_refused(
    client: Client, account: Account, password: object
) -> None:
    payload(post(client, "/register", {**account, "password": password}), 400, 422)
    if password == "":
        register(client, account)


@pytest.mark.parametrize("missing", ["username", "password"])
def test_a_missing_field_is_refused(client: Client, account: Account, missing: str) -> None:
    del account[missing]
    payload(post(client, "/register", account), 400, 422)


@pytest.mark.parametrize("path", ["/register", "/login"])
@pytest.mark.parametrize("body", [[], "text", {}])
def test_a_body_that_is_no_account_is_refused(client: Client, path: str, body: object) -> None:
    payload(post(client, path, body), 400, 422)


# ------------------------------------------------------------------------------------------- login


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer_as_late(
    client: Client, reader: Account
) -> None:
    attempts = {
        "wrong": {**reader, "password": secrets.token_urlsafe(12)},
        "unknown": {"username": "nobody-at-all", "password": secrets.token_urlsafe(12)},
    }
    durations: dict[str, list[float]] = {"wrong": [], "unknown": []}
    answers = set()
    for _ in range(2):
        for kind, attempt in attempts.items():
            token = session(client)["csrf_token"]
            start = time.perf_counter()
            answer = client.post(
                "/login", json=attempt, headers={"x-csrftoken": token} if token else None
            )
            durations[kind].append(time.perf_counter() - start)
            detail(answer, 401)
            answers.add(answer.content)
            detail(client.get("/me"), 401)
    assert len(answers) == 1
    assert min(durations["unknown"]) > min(durations["wrong"]) / 2, "a password is always hashed"


def test_the_cookie_is_kept_from_scripts_and_other_sites(login: Login) -> None:
    cookie = dict(set_cookies(login.answer))[login.cookie]
    assert cookie["httponly"]
    assert cookie["samesite"].lower() == "lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_cookies_are_secure_unless_that_is_switched_off(second: Client, reader: Account) -> None:
    sent = [*set_cookies(second.get("/session")), *set_cookies(log_in(second, reader))]
    assert session_cookie(second) in dict(sent)
    assert all(cookie["secure"] for _, cookie in sent)


def test_the_cookie_changes_on_login(client: Client, reader: Account) -> None:
    session(client)
    before = cookies(client)
    log_in(client, reader)
    name = session_cookie(client)
    assert cookies(client)[name] != before.get(name)
    detail(me(client, before), 401)


def plant(victim: Client, planted: dict[str, str]) -> None:
    """Put cookies into somebody's browser."""
    for name, value in planted.items():
        victim.cookies.set(name, value, domain="127.0.0.1", path="/")


def test_a_planted_cookie_does_not_become_logged_in(client: Client, reader: Account) -> None:
    log_in(client, reader)
    name = session_cookie(client)
    with client.visitor() as attacker, client.visitor() as victim:
        session(attacker)
        planted = {name: secrets.token_urlsafe(24)} | cookies(attacker)
        plant(victim, planted)
        log_in(victim, reader)
        detail(me(client, planted), 401)
        assert session(attacker)["username"] is None


def test_an_attackers_own_session_does_not_become_the_readers(
    client: Client, reader: Account, writer: Account
) -> None:
    with client.visitor() as attacker, client.visitor() as victim:
        log_in(attacker, writer)
        planted = cookies(attacker)
        plant(victim, planted)
        log_in(victim, reader)
        assert reader["username"] not in me(client, planted).text


def test_a_cookie_that_was_tampered_with_is_worth_nothing(client: Client, login: Login) -> None:
    value = cookies(login.client)[login.cookie]
    for forged in (value[:-8], value[::-1], "", f"{value[:8]}x{value[9:]}x"):
        detail(me(client, {login.cookie: forged}), 401)


def test_a_second_login_takes_the_place_of_the_first(
    client: Client, reader: Account, writer: Account
) -> None:
    log_in(client, reader)
    log_in(client, writer)
    assert payload(client.get("/me"), 200) == {"username": writer["username"]}


# ------------------------------------------------------------------------------------------ logout


def test_after_logout_the_old_cookie_is_worth_nothing_and_a_login_gives_a_new_one(
    client: Client, reader: Account
) -> None:
    log_in(client, reader)
    stolen = cookies(client)
    assert me(client, stolen).status_code == 200
    answer = post(client, "/logout")
    assert answer.status_code == 204
    assert answer.content == b""
    detail(client.get("/me"), 401)
    assert session(client)["username"] is None
    detail(me(client, stolen), 401)
    log_in(client, reader)
    assert client.get("/me").status_code == 200
    detail(me(client, stolen), 401)


# ------------------------------------------------------------------------------------- other sites


def test_a_post_from_the_own_site_is_served(client: Client, account: Account) -> None:
    headers = {"origin": client.url, "sec-fetch-site": "same-origin"}
    assert post(client, "/register", account, headers).status_code == 201
    assert post(client, "/login", account, headers).status_code == 200
    assert post(client, "/logout", headers=headers).status_code == 204


FORGERIES = pytest.mark.parametrize(
    "headers",
    [CROSS_SITE, {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}],
    ids=["both", "origin", "fetch-metadata"],
)


@FORGERIES
def test_another_site_cannot_register_a_reader(
    client: Client, account: Account, headers: dict[str, str]
) -> None:
    detail(client.post("/register", json=account, headers=headers), 403)
    assert account["username"] not in stored(client)


@FORGERIES
def test_another_site_cannot_log_a_reader_in(
    client: Client, reader: Account, headers: dict[str, str]
) -> None:
    detail(client.post("/login", json=reader, headers=headers), 403)
    detail(client.get("/me"), 401)


@FORGERIES
def test_another_site_cannot_log_a_reader_out(login: Login, headers: dict[str, str]) -> None:
    detail(login.client.post("/logout", headers=headers), 403)
    assert login.client.get("/me").status_code == 200


def test_a_stolen_token_does_not_help_another_site(client: Client, reader: Account) -> None:
    detail(post(client, "/login", reader, CROSS_SITE), 403)
    detail(client.get("/me"), 401)


# ------------------------------------------------------------------------------------ the database


def stored(client: Client) -> str:
    """Return all that is in the database, as SQL."""
    path = client.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return "\n".join(connection.iterdump())


def hashing_costs(text: str) -> Iterator[float]:
    """Return the work that each hash took, in units of its library's default."""
    for rounds in re.findall(r"pbkdf2_sha256\$(\d+)\$", text):
        yield int(rounds) / PBKDF2PasswordHasher.iterations
    for n, r, p in re.findall(r"scrypt:(\d+):(\d+):(\d+)\$", text):
        yield int(n) * int(r) * int(p) / (2**15 * 8)  # Werkzeug's default, as it writes it.
    default = argon2.PasswordHasher()
    for memory, passes in re.findall(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$", text):
        yield int(memory) * int(passes) / (default.memory_cost * default.time_cost)


def test_passwords_are_hashed_as_expensively_as_by_default(client: Client, reader: Account) -> None:
    text = stored(client)
    assert reader["username"] in text
    assert reader["password"] not in text
    assert reader["password"] not in client.server.text()
    costs = list(hashing_costs(text))
    assert costs, "no hash by argon2id, scrypt or PBKDF2 in the database"
    assert min(costs) >= 1


def test_equal_passwords_have_different_hashes(client: Client, account: Account) -> None:
    register(client, account)
    register(client, {**account, "username": f"{account['username']}-2"})
    hashes = re.findall(r"'([^']*(?:pbkdf2_sha256\$|scrypt:|\$argon2id\$)[^']*)'", stored(client))
    assert len(hashes) >= 2
    assert len(set(hashes)) == len(hashes)


def test_the_database_itself_keeps_names_apart(client: Client) -> None:
    path = client.database_url.removeprefix("sqlite:///")
    query = """
        SELECT part.name FROM sqlite_schema AS thing
        JOIN pragma_index_list(thing.name) AS found ON found."unique"
        JOIN pragma_index_info(found.name) AS part
        WHERE thing.type = 'table'
        GROUP BY found.name HAVING count(*) = 1
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        unique = {name for (name,) in connection.execute(query)}
    assert {"username", "name"} & unique


def test_readers_survive_a_restart(second: Client, reader: Account) -> None:
    log_in(second, reader)
    assert payload(second.get("/me"), 200) == {"username": reader["username"]}
