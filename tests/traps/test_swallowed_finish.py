"""`HTTPError` and `Finish` are exceptions too: who catches all of them answers 500 for a 404."""

from tests.traps.conftest import Start


def test_the_bad_way_answers_500_for_everything(start: Start) -> None:
    client = start("tornado")
    assert [client.get(f"/bad/{number}").status_code for number in (1, 99, 0, 13)] == [
        200,
        500,
        500,
        500,
    ]


def test_the_good_way_keeps_each_status(start: Start) -> None:
    client = start("tornado")
    assert [client.get(f"/good/{number}").status_code for number in (1, 99, 0, 13)] == [
        200,
        404,
        200,
        503,
    ]
    assert "The catalogue cannot be read." in client.server.text()
