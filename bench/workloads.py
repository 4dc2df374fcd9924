"""What is sent in each scenario, and what the answer has to be.

A workload works twice: in the harness, which samples a few exchanges before and after each load,
and in the client, a process of its own that sends thousands. Both check every answer they see.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

from bench.wire import Answer, Exchange, frame, json_request, request

Context = dict[str, Any]
"""What earlier exchanges found out and later ones need, as JSON: a session's cookie, the items."""


class Workload:
    """Exchanges of one scenario; a subclass overrides what it needs."""

    path: str = ""
    """What wrk asks for, known after the set-up.

    It is empty if the work is more than one GET, or if an answer takes so long that those on their
    way count: wrk leaves when its time is over, the client waits for its last answers.
    """
    socket_path: ClassVar[str] = ""
    """Where the WebSocket is, if there is one; `{number}` is another one for each connection."""
    broadcasts: ClassVar[bool] = False
    """Whether messages come that nobody on this connection has asked for."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.count = 0
        self.good: dict[str, bytes] = {}

    def greeting(self) -> Exchange | None:
        """Return what a WebSocket begins with, before the first message; None if nothing does."""
        return None

    def set_up(self) -> Iterator[Exchange]:
        """Yield what has to be done once; what the answers say may be kept in `context`."""
        yield from ()

    def sample(self) -> Iterator[Exchange]:
        """Yield the exchanges that are checked before and after each load."""
        for _ in range(3):
            yield self.next()

    def next(self) -> Exchange:
        """Return the next exchange of a load."""
        self.count += 1
        return self.exchange(self.count)

    def exchange(self, number: int) -> Exchange:
        """Return the exchange of this number, counted from 1."""
        raise NotImplementedError

    def get(self, path: str, right: Callable[[Any], bool], header: str = "") -> Exchange:
        """Return a GET whose JSON has to be right; the same body need not be looked at twice.

        Args:
            path: what is asked for.
            right: tells whether a body, read as JSON, is right.
            header: a header and its value, such as `x-cache: hit`, that has to be there.
        """

        def wrong(answer: Answer) -> str:
            if answer.status != 200:
                return f"GET {path} answered {answer.status}"
            if header and f"\r\n{header}".encode() not in answer.head:
                return f"GET {path} had no {header}"
            if answer.body != self.good.get(path):
                if not right(answer.json()):
                    return f"GET {path} had a wrong body"
                self.good[path] = answer.body
            return ""

        return Exchange(request("GET", path), wrong)


def wrong_status(answer: Answer, wanted: int, what: str) -> str:
    """Return what is wrong with a status, or nothing."""
    return "" if answer.status == wanted else f"{what} answered {answer.status}, not {wanted}"


def is_list_of(size: int, body: Any) -> bool:
    """Return whether a body is a list of so many entries."""
    return isinstance(body, list) and len(body) == size


class Hello(Workload):
    """A text of fourteen bytes."""

    path = "/"

    def exchange(self, number: int) -> Exchange:
        def wrong(answer: Answer) -> str:
            bad = wrong_status(answer, 200, "GET /")
            return bad or ("" if answer.body == b"Hello, reader!" else "GET / had a wrong body")

        return Exchange(request("GET", "/"), wrong)


class SmallJson(Workload):
    """A number from the path, sent back as JSON with the address of its page."""

    path = "/books/7"

    def exchange(self, number: int) -> Exchange:
        return self.get(self.path, lambda body: body == {"id": 7, "url": "/books/7"})


class Relations(Workload):
    """Twenty books with their authors, joined by the database."""

    path = "/books/eager"

    def exchange(self, number: int) -> Exchange:
        def right(body: Any) -> bool:
            return (
                isinstance(body, list) and [set(row) for row in body] == [{"title", "author"}] * 20
            )

        return self.get(self.path, right)


class LazyRelations(Relations):
    """The same books, with a query for each author."""

    path = "/books/lazy"


class Items(Workload):
    """Items listed, created, read, replaced and deleted, in the proportions 3 : 2 : 2 : 1 : 1."""

    cycle: ClassVar[str] = "LCGLPGLCD"
    start: ClassVar[int] = 30
    """How many items there are before the first load."""
    fields: ClassVar[dict[str, Any]] = {
        "name": "Lamp",
        "description": "It shines.",
        "price": "19.90",
        "in_stock": False,
    }

    def set_up(self) -> Iterator[Exchange]:
        for _ in range(self.start):
            yield self.create()

    def sample(self) -> Iterator[Exchange]:
        """Create, read, replace, list and delete an item; count the items that are there."""
        yield self.create()
        number = self.known[-1]
        yield self.get(f"/items/{number}", lambda body: body == {"id": number, **self.fields})
        yield self.replace(number)
        yield self.delete(self.known.pop())
        yield self.get_missing(number)
        total = int(self.context["total"])
        for offset in range(0, total + 1, 100):
            # The last page is short: so there are as many items as there should be.
            size = min(100, total - offset)
            path = f"/items?limit=100&offset={offset}"
            self.good.pop(path, None)
            yield self.get(path, partial(is_list_of, size))

    @property
    def known(self) -> list[int]:
        """The items that are there."""
        found: list[int] = self.context.setdefault("items", [])
        return found

    def exchange(self, number: int) -> Exchange:
        match self.cycle[number % len(self.cycle)]:
            case "C":
                return self.create()
            case "D" if len(self.known) > self.start:
                return self.delete(self.known.pop())
            case "P":
                return self.replace(self.known[number % self.start])
            case "G":
                return self.read(self.known[number % self.start])
        return self.list_items()

    def create(self) -> Exchange:
        def wrong(answer: Answer) -> str:
            body = answer.json()
            if answer.status != 201 or not isinstance(body, dict):
                return f"POST /items answered {answer.status}, not 201 with an item"
            number = body.pop("id", None)
            if body != self.fields or not isinstance(number, int):
                return "POST /items answered with another item"
            self.known.append(number)
            self.context["total"] = self.context.get("total", 0) + 1
            return ""

        return Exchange(json_request("POST", "/items", self.fields), wrong)

    def read(self, number: int) -> Exchange:
        return self.get(f"/items/{number}", lambda body: body == {"id": number, **self.fields})

    def replace(self, number: int) -> Exchange:
        def wrong(answer: Answer) -> str:
            if bad := wrong_status(answer, 200, "PUT /items/…"):
                return bad
            right = answer.json() == {"id": number, **self.fields}
            return "" if right else "PUT /items/… answered with another item"

        return Exchange(json_request("PUT", f"/items/{number}", self.fields), wrong)

    def delete(self, number: int) -> Exchange:
        def wrong(answer: Answer) -> str:
            self.context["total"] -= answer.status == 204
            return wrong_status(answer, 204, "DELETE /items/…")

        return Exchange(request("DELETE", f"/items/{number}"), wrong)

    def get_missing(self, number: int) -> Exchange:
        return Exchange(
            request("GET", f"/items/{number}"),
            lambda answer: wrong_status(answer, 404, "GET of a deleted item"),
        )

    def list_items(self) -> Exchange:
        def wrong(answer: Answer) -> str:
            bad = wrong_status(answer, 200, "GET /items")
            return bad or ("" if answer.body.count(b'"in_stock"') == 20 else "GET /items was short")

        return Exchange(request("GET", "/items?limit=20"), wrong)


class Upload(Workload):
    """A file of ten million bytes in a form."""

    size: ClassVar[int] = 10_000_000

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        content = bytes(range(256)) * (self.size // 256)
        self.expected = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        head = (
            b'--one-two-three\r\nContent-Disposition: form-data; name="cover"; filename="cover.png"'
            b"\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        form = {"Content-Type": "multipart/form-data; boundary=one-two-three"}
        body = head + content + b"\r\n--one-two-three--\r\n"
        self.sends = request("POST", "/covers", body, form)

    def sample(self) -> Iterator[Exchange]:
        yield self.next()

    def exchange(self, number: int) -> Exchange:
        def wrong(answer: Answer) -> str:
            body = answer.json()
            if answer.status != 201 or not isinstance(body, dict):
                return f"POST /covers answered {answer.status}, not 201"
            stored = {name: body.get(name) for name in self.expected}
            return "" if stored == self.expected else "the upload was not stored whole"

        return Exchange(self.sends, wrong)


class Echo(Workload):
    """Messages of 1,024 bytes that come back."""

    socket_path = "/echo"

    def exchange(self, number: int) -> Exchange:
        message = f"{number:08}".encode() * 128

        def wrong(answer: Answer) -> str:
            return "" if answer.body == message else "another message came back"

        return Exchange(frame(message), wrong)


class SocketIoEcho(Workload):
    """The same messages as events of Socket.IO, over its WebSocket (Engine.IO's protocol 4).

    The server opens with `0` and its settings, the client asks for the main namespace with `40`,
    and `42` is an event. The server's ping comes after 25 seconds, when a load is long over.
    """

    socket_path = "/socket.io/?EIO=4&transport=websocket"
    broadcasts = True

    def greeting(self) -> Exchange:
        return Exchange(frame(b"40"), lambda _: "", lambda answer: answer.body.startswith(b"40"))

    def exchange(self, number: int) -> Exchange:
        message = b'42["message","' + f"{number:08}".encode() * 128 + b'"]'

        def wrong(answer: Answer) -> str:
            return "" if answer.body == message else "another message came back"

        return Exchange(frame(message), wrong, lambda answer: answer.body.startswith(b"42"))


class Room(Workload):
    """Messages that everybody in a room hears; an exchange ends when the sender hears its own."""

    socket_path = "/rooms/measured?name=member-{number}"
    broadcasts = True

    def exchange(self, number: int) -> Exchange:
        text = f"{number:08}" * 16

        def mine(answer: Answer) -> bool:
            heard = answer.json()
            return isinstance(heard, dict) and heard.get("text") == text

        def wrong(answer: Answer) -> str:
            return "" if answer.json().get("event") == "said" else "another event came back"

        return Exchange(frame(text.encode()), wrong, mine)


class CacheHit(Workload):
    """A book that lies in Redis."""

    path = "/books/1"

    def set_up(self) -> Iterator[Exchange]:
        yield Exchange(request("GET", self.path), lambda answer: "")

    def exchange(self, number: int) -> Exchange:
        return self.get(
            self.path, lambda body: isinstance(body, dict) and body["id"] == 1, "x-cache: hit"
        )


class Report(Workload):
    """A query that takes its time, on one of a few connections."""

    def exchange(self, number: int) -> Exchange:
        return self.get("/report", lambda body: body == {"report": "ready"})


class Prediction(Workload):
    """A calculation that keeps a processor busy for a while."""

    def sample(self) -> Iterator[Exchange]:
        yield self.next()

    def exchange(self, number: int) -> Exchange:
        address = "/books/7/prediction"
        return self.get(address, lambda body: isinstance(body, dict) and len(body) == 2)


# ------------------------------------------------------------------------------------------- board


def is_page(size: int, body: Any) -> bool:
    """Return whether a body is a page of the board with so many posts."""
    return isinstance(body, dict) and len(body.get("items", ())) == size <= body.get("total", size)


class BoardList(Workload):
    """The newest twenty of a thousand posts, with authors and categories."""

    path = "/posts?per_page=20"

    def exchange(self, number: int) -> Exchange:
        return self.get(self.path, partial(is_page, 20))


class BoardSearch(BoardList):
    """The newest twenty posts that hold a word, out of a thousand."""

    path = "/posts?q=number&per_page=20"


class BoardAuthors(Workload):
    """A hundred authors with the posts of each."""

    def exchange(self, number: int) -> Exchange:
        address = "/authors?limit=100"
        return self.get(address, lambda body: is_list_of(100, body["items"]) if body else False)


class BoardDetail(Workload):
    """One post."""

    def set_up(self) -> Iterator[Exchange]:
        def keep(answer: Answer) -> str:
            body = answer.json()
            if not is_page(1, body):
                return "GET /posts had a wrong body"
            self.path = self.context["path"] = f"/posts/{body['items'][0]['id']}"
            return ""

        yield Exchange(request("GET", "/posts?per_page=1"), keep)

    def exchange(self, number: int) -> Exchange:
        path = str(self.context["path"])
        return self.get(path, lambda body: isinstance(body, dict) and "body" in body)


class BoardLogin(Workload):
    """A name and a password, checked by the same hash at the same cost everywhere (Argon2id)."""

    def sample(self) -> Iterator[Exchange]:
        yield self.next()

    def exchange(self, number: int) -> Exchange:
        def wrong(answer: Answer) -> str:
            bad = wrong_status(answer, 200, "POST /login")
            cookies = [
                line.partition(b";")[0].partition(b":")[2].strip()
                for line in answer.cased.split(b"\r\n")
                if line.lower().startswith(b"set-cookie:")
            ]
            self.context["cookie"] = b"; ".join(cookies).decode("latin-1")
            return bad or ("" if cookies else "POST /login set no cookie")

        account = {"name": "author-1", "password": self.context["password"]}
        return Exchange(json_request("POST", "/login", account), wrong)


class BoardCreate(Workload):
    """Posts written by an author who is logged in."""

    draft: ClassVar[dict[str, str]] = {
        "title": "On margins",
        "body": "Write in them.",
        "category": "essays",
    }

    def set_up(self) -> Iterator[Exchange]:
        yield BoardLogin(self.context).next()
        yield self.total()

    def sample(self) -> Iterator[Exchange]:
        """Count the posts, write one, and count again."""
        yield self.total()
        yield self.next()
        yield self.total()

    def total(self) -> Exchange:
        """Return the question how many posts there are; they are as many as were written."""

        def wrong(answer: Answer) -> str:
            body = answer.json()
            found = body.get("total") if isinstance(body, dict) else None
            expected = self.context.setdefault("total", found)
            return "" if found == expected else f"there are {found} posts, not {expected}"

        return Exchange(request("GET", "/posts?per_page=1"), wrong)

    def exchange(self, number: int) -> Exchange:
        def wrong(answer: Answer) -> str:
            self.context["total"] += answer.status == 201
            return wrong_status(answer, 201, "POST /posts")

        cookie = {"Cookie": str(self.context["cookie"])}
        return Exchange(json_request("POST", "/posts", self.draft, cookie), wrong)


WORKLOADS: dict[str, type[Workload]] = {
    kind.__name__: kind
    for kind in (
        Hello, SmallJson, Relations, LazyRelations, Items, Upload, Echo, SocketIoEcho, Room,
        CacheHit, Report, Prediction, BoardList, BoardSearch, BoardAuthors, BoardDetail, BoardLogin,
        BoardCreate,
    )
}  # fmt: skip
"""Every workload by its name, as the client is told it."""
