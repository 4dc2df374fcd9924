"""Contract of `rate_limit`: so many requests a window for each client and route, then 429."""

import itertools
import time
from collections.abc import Iterator

import httpx2
import pytest
import redis

from fieldguide import serving
from tests.snippets import services
from tests.snippets.harness import (
    NO_TLS,
    TRACEBACK,
    Client,
    Output,
    Stage,
    at_once,
    detail,
    eventually,
    payload,
    transcript,
)

LIMIT = 5
FORGED = [
    "X-Forwarded-For",
    "X-Real-IP",
    "X-Client-IP",
    "X-Remote-Addr",
    "True-Client-IP",
    "CF-Connecting-IP",
]

numbers = itertools.count(2)


def reader(server: serving.Server, address: str | None = None) -> httpx2.Client:
    """Return a client at an address of its own; no server here trusts it as a proxy."""
    return httpx2.Client(
        base_url=server.url,
        timeout=60,
        trust_env=False,
        transport=httpx2.HTTPTransport(
            verify=NO_TLS,
            local_address=address or fresh_address(),
            limits=httpx2.Limits(max_keepalive_connections=0),
        ),
    )


def fresh_address() -> str:
    """Return an address of this machine that no test has used."""
    number = next(numbers)
    return f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


@pytest.fixture
def ada(client: Client) -> Iterator[httpx2.Client]:
    with reader(client.server) as ada:
        yield ada


@pytest.fixture
def ben(client: Client) -> Iterator[httpx2.Client]:
    with reader(client.server) as ben:
        yield ben


@pytest.fixture(scope="module")
def second(stage: Stage) -> Iterator[serving.Server]:
    """Another server of the same snippet, with the same Redis."""
    with stage.start() as server:
        yield server
        assert not TRACEBACK.search(server.text())


def use_up(client: httpx2.Client, path: str = "/books") -> None:
    for _ in range(LIMIT):
        payload(client.get(path), 200)


def remaining(answer: httpx2.Response) -> int:
    assert answer.headers["x-ratelimit-limit"] == str(LIMIT)
    return int(answer.headers["x-ratelimit-remaining"])


def retry_after(answer: httpx2.Response) -> int:
    """Return for how many seconds a refused client is told to wait."""
    assert detail(answer, 429)
    (value,) = answer.headers.get_list("retry-after")
    assert value.isascii()
    assert value.isdigit()
    assert int(value) > 0
    return int(value)


def test_each_answer_says_how_many_are_left(ada: httpx2.Client) -> None:
    answers = [ada.get("/books") for _ in range(LIMIT)]
    assert [payload(answer, 200) for answer in answers] == [[{"id": 1, "title": "Emma"}]] * LIMIT
    assert [remaining(answer) for answer in answers] == [4, 3, 2, 1, 0]


def test_one_too_many_is_refused(ada: httpx2.Client, output: Output) -> None:
    use_up(ada)
    answer = ada.get("/books")
    # Flask-Limiter names whole seconds and rounds them up twice, hence the one above sixty.
    assert 50 < retry_after(answer) <= 61
    assert remaining(answer) == 0
    shown = transcript(answer, "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining")
    output("refused", shown, (r"(retry-after: |in )\d+", r"\g<1>60"))


def test_asking_on_does_not_make_it_worse(ada: httpx2.Client) -> None:
    use_up(ada)
    waits = [retry_after(ada.get("/books")) for _ in range(2 * LIMIT)]
    assert waits == sorted(waits, reverse=True)


def test_another_client_is_let_in(ada: httpx2.Client, ben: httpx2.Client) -> None:
    use_up(ada)
    retry_after(ada.get("/books"))
    assert remaining(ben.get("/books")) == LIMIT - 1


def test_each_route_counts_for_itself(ada: httpx2.Client) -> None:
    use_up(ada)
    assert remaining(ada.get("/reviews")) == LIMIT - 1
    for _ in range(2 * LIMIT):
        answer = ada.get("/about")
        payload(answer, 200)
        assert "x-ratelimit-limit" not in answer.headers
    retry_after(ada.get("/books"))


@pytest.mark.parametrize("address", ["10.0.0.7", "127.0.0.1", "10.0.0.7, 127.0.0.1"])
def test_a_forged_address_helps_nobody(ada: httpx2.Client, address: str) -> None:
    use_up(ada)
    for name in FORGED:
        retry_after(ada.get("/books", headers={name: address}))
    forwarded = ", ".join(f"for={part}" for part in address.split(", "))
    retry_after(ada.get("/books", headers={"Forwarded": forwarded}))
    retry_after(ada.get("/books", headers=dict.fromkeys(FORGED, address)))


def test_a_forged_address_harms_nobody(client: Client, ada: httpx2.Client) -> None:
    address = fresh_address()
    for name in FORGED:
        ada.get("/books", headers={name: address})
    with reader(client.server, address) as ben:
        assert remaining(ben.get("/books")) == LIMIT - 1


def test_servers_count_together(client: Client, second: serving.Server) -> None:
    address = fresh_address()
    with reader(client.server, address) as here, reader(second, address) as there:
        answers = [one.get("/books") for one in (here, there, here, there, here)]
        assert [remaining(answer) for answer in answers] == [4, 3, 2, 1, 0]
        retry_after(there.get("/books"))


def test_a_crowd_gets_no_more_than_the_limit(client: Client, second: serving.Server) -> None:
    address = fresh_address()
    with reader(client.server, address) as here, reader(second, address) as there:
        answers = at_once(20, lambda number: (here, there)[number % 2].get("/books"))
    assert sorted(answer.status_code for answer in answers) == [200] * LIMIT + [429] * 15


def test_redis_forgets_the_clients_by_itself(stage: Stage, ada: httpx2.Client) -> None:
    use_up(ada)
    with redis.Redis.from_url(stage.environment["REDIS_URL"], decode_responses=True) as store:
        names = store.keys()
        assert names
        assert all("reading-list" in name for name in names)
        assert all(0 < store.pttl(name) <= 60_000 for name in names if store.exists(name))


def test_whoever_waits_as_told_is_let_in_and_without_redis_everybody_is(stage: Stage) -> None:
    promises: list[float] = []  # When those who were refused may come again, as they were told.

    def is_let_in(client: httpx2.Client) -> bool:
        asked = time.monotonic()
        answer = client.get("/books")
        if answer.status_code == 200:
            return True
        assert all(promise > asked for promise in promises), "refused although it waited as told"
        promises.append(time.monotonic() + retry_after(answer))
        return False

    with (
        services.redis_server() as server,
        redis.Redis.from_url(server.url()) as store,
        stage.start(REDIS_URL=server.url(), RATE_LIMIT="2/2seconds") as hasty,
        reader(hasty) as ada,
    ):
        started = time.monotonic()
        assert is_let_in(ada)
        assert is_let_in(ada)
        assert not is_let_in(ada)
        assert eventually(lambda: is_let_in(ada))
        assert time.monotonic() - started >= 2
        assert max(promises) - started < 5

        store.shutdown(nosave=True)
        for _ in range(2 * LIMIT):
            payload(ada.get("/books"), 200)
        assert eventually(lambda: "connecting to 127.0.0.1" in hasty.text())
