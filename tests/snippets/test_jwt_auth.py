"""Contract of `jwt_auth`: tokens that are issued, checked, renewed, and refused when tampered with.

The key is the server's own, so that a token can be forged which is right in all but one point.
"""

import base64
import json
import secrets
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2
import jwt
import pytest

from fieldguide.serving import Server
from tests.snippets.harness import Client, Output, Stage, at_once, detail, payload

Account = dict[str, str]
Claims = dict[str, Any]


def new_account() -> Account:
    return {
        "username": f"reader-{secrets.token_hex(4)}",
        "password": secrets.token_urlsafe(12),
    }


def register(client: Client, account: Account) -> str:
    body = payload(client.post("/register", json=account), 201)
    assert set(body) == {"id"}
    return str(body["id"])


@pytest.fixture(scope="module")
def account(stage: Stage, server: Server) -> Account:
    """The name, the password and the id of a reader who is registered."""
    account = new_account()
    with Client(stage, server) as client:
        return {**account, "id": register(client, account)}


@pytest.fixture(scope="module")
def other_id(stage: Stage, server: Server) -> str:
    """The id of another reader."""
    with Client(stage, server) as client:
        return register(client, new_account())


def log_in(client: Client, account: Account) -> httpx2.Response:
    return client.post("/login", json={name: account[name] for name in ("username", "password")})


def pair_of(answer: httpx2.Response) -> tuple[str, str]:
    """Return the two tokens of an answer that no cache may keep."""
    body = payload(answer, 200)
    assert set(body) == {"access", "refresh"}
    assert "no-store" in answer.headers["cache-control"]
    return body["access"], body["refresh"]


@pytest.fixture(scope="module")
def pair(stage: Stage, server: Server, account: Account) -> tuple[str, str]:
    """An access and a refresh token of the reader; no test may use the latter up."""
    with Client(stage, server) as client:
        return pair_of(log_in(client, account))


@pytest.fixture
def access(pair: tuple[str, str]) -> str:
    return pair[0]


def me(client: Client, token: str) -> httpx2.Response:
    return client.get("/me", headers={"authorization": f"Bearer {token}"})


def renew(client: Client, token: object) -> httpx2.Response:
    return client.post("/refresh", json={"refresh": token})


def assert_refused(answer: httpx2.Response) -> None:
    detail(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


def read(token: str) -> Claims:
    """Return what a token says, as anybody can read it without a key."""
    return dict(jwt.decode(token, options={"verify_signature": False}))


def signed(client: Client, claims: Claims, algorithm: str = "HS256", key: str = "") -> str:
    return jwt.encode(claims, key or client.stage.environment["SECRET_KEY"], algorithm)


def another(client: Client, refresh: str) -> str:
    """Return a refresh token as another login would give it; to hash a password takes its time."""
    return signed(client, {**read(refresh), "jti": uuid4().hex})


def encoded(data: object) -> str:
    """Return one part of a token."""
    text = json.dumps(data, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


# ------------------------------------------------------------------------------------ getting them


def test_two_readers_have_each_their_own_tokens(
    client: Client, access: str, account: Account
) -> None:
    other = new_account()
    other_id = register(client, other)
    answer = log_in(client, other)
    assert "set-cookie" not in answer.headers
    assert other_id != account["id"]
    assert payload(me(client, pair_of(answer)[0]), 200) == {"id": other_id}
    assert payload(me(client, access), 200) == {"id": account["id"]}


def test_a_name_that_is_taken_is_refused(client: Client, account: Account) -> None:
    detail(client.post("/register", json={**new_account(), "username": account["username"]}), 409)


def test_an_unknown_name_gets_the_answer_of_a_wrong_password_and_a_hash_as_well(
    client: Client, account: Account
) -> None:
    durations: dict[str, list[float]] = {"wrong": [], "unknown": []}
    bodies = set()
    for _ in range(2):
        for kind, attempt in {
            "wrong": {**account, "password": secrets.token_urlsafe(12)},
            "unknown": new_account(),
        }.items():
            start = time.perf_counter()
            answer = log_in(client, attempt)
            durations[kind].append(time.perf_counter() - start)
            assert_refused(answer)
            bodies.add(answer.content)
    assert len(bodies) == 1
    assert min(durations["unknown"]) > min(durations["wrong"]) / 3


@pytest.mark.parametrize("path", ["/register", "/login", "/refresh", "/logout"])
@pytest.mark.parametrize("body", [[], "text", {}], ids=["list", "text", "nothing"])
def test_a_body_without_the_fields_is_refused(client: Client, path: str, body: object) -> None:
    payload(client.post(path, json=body), 400, 401, 422)


# -------------------------------------------------------------------------------- what they hold


def test_a_token_can_be_read_by_anybody_and_holds_no_secret(
    client: Client, pair: tuple[str, str], account: Account
) -> None:
    for token in pair:
        assert jwt.get_unverified_header(token)["alg"] == "HS256"
        claims = read(token)
        assert claims["sub"] == account["id"]
        text = json.dumps(claims)
        assert account["username"] not in text
        assert account["password"] not in text


def test_an_access_token_lives_for_minutes_and_a_refresh_token_for_longer(
    pair: tuple[str, str],
) -> None:
    access, refresh = map(read, pair)
    assert 60 <= access["exp"] - access["iat"] <= 15 * 60
    assert 60 * 60 <= refresh["exp"] - refresh["iat"] <= 30 * 24 * 60 * 60


def test_what_a_token_tells(client: Client, access: str, output: Output) -> None:
    parts = (jwt.get_unverified_header(access), read(access))
    output(
        "token",
        "\n".join(json.dumps(part, indent=2) for part in parts),
        (r'"sub": "\d+"', '"sub": "7"'),
        (r'"(jti|csrf)": "[0-9a-f-]+"', r'"\1": "5f0c…"'),
        (r'"(iat|nbf)": \d+', r'"\1": 1800000000'),
        (r'"exp": \d+', '"exp": 1800000300'),
    )


# -------------------------------------------------------------------------------- what is refused


def test_a_visitor_without_a_token_is_told_how_to_come_in(client: Client) -> None:
    assert_refused(client.get("/me"))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer x",
        "Bearer a.b.c",
        "Bearer ..",
        "Bearer {token} {token}",
        "Bearer {token}x.",
        "Basic {token}",
        "{token}",
        "Bearer \xe9.\xe9.\xe9",
    ],
)
def test_a_broken_header_is_refused(client: Client, access: str, header: str) -> None:
    value = header.replace("{token}", access).encode("latin-1")
    assert_refused(client.get("/me", headers={b"authorization": value}))


def test_a_token_is_taken_from_the_header_alone(client: Client, access: str) -> None:
    for name in ("token", "access", "access_token", "jwt"):
        assert_refused(client.get("/me", params={name: access}))
        assert_refused(client.get("/me", headers={"cookie": f"{name}={access}"}))


def test_another_payload_under_the_same_signature_is_refused(
    client: Client, access: str, other_id: str
) -> None:
    header, _, signature = access.split(".")
    assert_refused(me(client, f"{header}.{encoded({**read(access), 'sub': other_id})}.{signature}"))


@pytest.mark.parametrize("place", [0, 20, 40])
def test_another_signature_is_refused(client: Client, access: str, place: int) -> None:
    start, _, signature = access.rpartition(".")
    other = "A" if signature[place] != "A" else "B"
    assert_refused(me(client, f"{start}.{signature[:place]}{other}{signature[place + 1 :]}"))


def test_a_token_without_a_signature_is_refused(client: Client, access: str) -> None:
    start, _, _ = access.rpartition(".")
    assert_refused(me(client, f"{start}."))
    assert_refused(me(client, start))


@pytest.mark.parametrize("name", ["none", "None", "nOnE", "NONE", ""])
@pytest.mark.parametrize("is_signed", [False, True], ids=["bare", "signed"])
def test_a_token_that_claims_to_need_no_signature_is_refused(
    client: Client, access: str, name: str, is_signed: bool
) -> None:
    signature = access.rpartition(".")[2] if is_signed else ""
    header = encoded({"alg": name, "typ": "JWT"})
    assert_refused(me(client, f"{header}.{encoded(read(access))}.{signature}"))


def test_a_token_signed_with_another_key_is_refused(client: Client, access: str) -> None:
    assert_refused(me(client, signed(client, read(access), key=secrets.token_urlsafe(48))))


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_refused_even_with_the_right_key(
    client: Client, access: str, algorithm: str
) -> None:
    # A key of 64 bytes is long enough for both.
    assert_refused(me(client, signed(client, read(access), algorithm)))


def test_a_token_that_we_sign_ourselves_is_taken(
    client: Client, access: str, other_id: str
) -> None:
    """Without this the tests that follow could pass for another reason than theirs."""
    token = signed(client, {**read(access), "sub": other_id})
    assert payload(me(client, token), 200) == {"id": other_id}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda now: {"exp": now - 1}, id="expired"),
        pytest.param(lambda now: {"exp": "soon"}, id="expiry that is no number"),
        pytest.param(lambda now: {"nbf": now + 600}, id="not yet valid"),
        pytest.param(lambda now: {"iat": now + 600}, id="issued in the future"),
        pytest.param(lambda now: {"aud": "another-service"}, id="for another service"),
        pytest.param(lambda now: {"aud": []}, id="for nobody"),
        pytest.param(lambda now: {"iss": "https://evil.example"}, id="from another issuer"),
    ],
)
def test_a_claim_that_is_wrong_is_refused(
    client: Client, access: str, change: Callable[[int], Claims]
) -> None:
    assert_refused(me(client, signed(client, read(access) | change(int(time.time())))))


@pytest.mark.parametrize("name", ["exp", "aud", "iss", "sub"])
def test_a_claim_that_is_missing_is_refused(client: Client, access: str, name: str) -> None:
    claims = read(access)
    del claims[name]
    assert_refused(me(client, signed(client, claims)))


# ---------------------------------------------------------------------------------- renewing them


def test_a_refresh_token_gives_no_access(client: Client, pair: tuple[str, str]) -> None:
    assert_refused(me(client, pair[1]))


def test_an_access_token_renews_nothing(client: Client, access: str) -> None:
    assert_refused(renew(client, access))
    assert_refused(client.post("/logout", json={"refresh": access}))


def test_a_refresh_token_is_worth_two_new_tokens(
    client: Client, pair: tuple[str, str], account: Account
) -> None:
    first = another(client, pair[1])
    access, second = pair_of(renew(client, first))
    assert payload(me(client, access), 200) == {"id": account["id"]}
    _, third = pair_of(renew(client, second))
    assert len({pair[1], first, second, third}) == 4


def test_a_refresh_token_is_good_for_one_time(client: Client, pair: tuple[str, str]) -> None:
    first = another(client, pair[1])
    pair_of(renew(client, first))
    assert_refused(renew(client, first))
    assert_refused(client.post("/logout", json={"refresh": first}))


def test_of_several_who_use_a_refresh_token_at_once_one_gets_new_ones(
    client: Client, pair: tuple[str, str]
) -> None:
    token = another(client, pair[1])
    answers = at_once(4, lambda _: renew(client, token))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


def test_a_refresh_token_leaves_the_others_alone(client: Client, pair: tuple[str, str]) -> None:
    phone, laptop = another(client, pair[1]), another(client, pair[1])
    pair_of(renew(client, phone))
    pair_of(renew(client, laptop))


def test_a_refresh_token_that_has_expired_or_was_forged_is_refused(
    client: Client, pair: tuple[str, str]
) -> None:
    claims = read(pair[1])
    assert_refused(renew(client, signed(client, {**claims, "exp": int(time.time()) - 1})))
    assert_refused(renew(client, signed(client, claims, key=secrets.token_urlsafe(48))))
    assert_refused(renew(client, f"{encoded({'alg': 'none'})}.{encoded(claims)}."))


def test_a_reader_who_is_gone_renews_nothing(client: Client, pair: tuple[str, str]) -> None:
    gone = {**read(pair[1]), "jti": uuid4().hex, "sub": "999999"}
    assert_refused(renew(client, signed(client, gone)))


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "\ud800", 7, None, ["x"], {"x": 1}])
def test_what_is_no_token_renews_nothing(client: Client, value: object) -> None:
    body = json.dumps({"refresh": value})
    answer = client.post("/refresh", content=body, headers={"content-type": "application/json"})
    payload(answer, 400, 401, 422)


def test_after_logout_nothing_is_renewed_but_access_lives_its_minutes_out(
    client: Client, pair: tuple[str, str], account: Account
) -> None:
    access, refresh = pair_of(renew(client, another(client, pair[1])))
    assert client.post("/logout", json={"refresh": refresh}).status_code in {200, 204}
    assert_refused(renew(client, refresh))
    assert payload(me(client, access), 200) == {"id": account["id"]}
