"""Users of the items API, for Locust: `locust --locustfile bench/locustfile.py --host http://…`.

A user lists (3), creates (2), reads (2), replaces (1) and deletes (1) items, with a pause of one to
three seconds after each. It says how a server feels to so many people, not what it can do: the
pauses decide the rate. `FastHttpUser` costs a quarter of what `HttpUser` costs, which would be
slower than the servers that it loads.
"""

import time
from typing import Any

from locust import FastHttpUser, between, task

ITEM = {"name": "Lamp", "description": "It shines.", "price": "19.90", "in_stock": False}


class Visitor(FastHttpUser):
    """Somebody who works with items that are their own."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        """Pause, for Locust begins all users of a second at one moment; then create an item."""
        self.items: list[int] = []
        time.sleep(self.wait_time())  # Under Locust only this user sleeps.
        self.create()

    @task(3)
    def list_items(self) -> None:
        self.expect("GET", "/items?limit=20", "/items", 200)

    @task(2)
    def create(self) -> None:
        item = self.expect("POST", "/items", "/items", 201, json=ITEM)
        if isinstance(item, dict) and isinstance(item.get("id"), int):
            self.items.append(item["id"])

    @task(2)
    def read(self) -> None:
        if self.items:
            self.expect("GET", f"/items/{self.items[-1]}", "/items/{id}", 200)

    @task(1)
    def replace(self) -> None:
        if self.items:
            self.expect("PUT", f"/items/{self.items[-1]}", "/items/{id}", 200, json=ITEM)

    @task(1)
    def delete(self) -> None:
        if self.items:
            self.expect("DELETE", f"/items/{self.items.pop()}", "/items/{id}", 204)

    def expect(self, method: str, path: str, name: str, status: int, **body: Any) -> object:
        """Send a request; an answer with another status, or without an item, is a failure."""
        with self.client.request(
            method, path, name=name, catch_response=True, **body
        ) as answer:  # fmt: skip
            if answer.status_code != status:
                answer.failure(f"answered {answer.status_code}, not {status}")
                return None
            if status == 204:
                return None
            found: object = answer.json()
            if isinstance(found, dict) and {**found, **ITEM} != found:
                answer.failure("answered with another item")
            return found
