"""Contract of `errors`: every error is JSON, and a crash stays private."""

import pytest

from tests.snippets.harness import TRACEBACK, Client, at_once, detail, eventually, payload

MESSAGE = "the-secret-detail"
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_a_known_book_is_found(client: Client) -> None:
    assert payload(client.get("/books/1"), 200) == {"id": 1}


@pytest.mark.parametrize("path", ["/books/99", "/nowhere", "/books/99/pages"])
def test_what_is_not_there_is_not_found_in_json(client: Client, path: str) -> None:
    detail(client.get(path), 404)


@pytest.mark.parametrize("method", ["DELETE", "POST"])
def test_a_wrong_method_is_refused_in_json_and_the_right_one_named(
    client: Client, method: str
) -> None:
    answer = client.request(method, "/books/1")
    detail(answer, 405)
    assert "GET" in [name.strip() for name in answer.headers["allow"].split(",")]


@pytest.mark.traceback_expected
def test_a_crash_is_answered_in_json_and_tells_nothing(client: Client) -> None:
    answer = client.get("/broken")
    detail(answer, 500)
    seen = answer.text + repr(answer.headers)
    assert MESSAGE not in seen
    assert "Traceback" not in seen
    assert "RuntimeError" not in seen


@pytest.mark.traceback_expected
def test_a_crash_is_in_the_log_with_all_its_details(client: Client) -> None:
    before = len(client.server.text())
    client.get("/broken")

    def logged() -> bool:
        new = client.server.text()[before:]
        return bool(TRACEBACK.search(new)) and f"RuntimeError: {MESSAGE}" in new

    assert eventually(logged)


@pytest.mark.traceback_expected
def test_the_server_goes_on_answering_after_crashes(client: Client) -> None:
    for answer in at_once(8, lambda _: client.get("/broken")):
        detail(answer, 500)
    for answer in at_once(8, lambda _: client.get("/books/1")):
        assert payload(answer, 200) == {"id": 1}


@pytest.mark.traceback_expected
@pytest.mark.parametrize(
    ("path", "status"), [("/books/99", 404), ("/nowhere", 404), ("/broken", 500)]
)
def test_a_browser_gets_the_same_json(client: Client, path: str, status: int) -> None:
    plain, browser = client.get(path), client.get(path, headers=BROWSER)
    assert detail(browser, status) == detail(plain, status)
