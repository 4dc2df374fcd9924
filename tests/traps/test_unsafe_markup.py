"""Text that is marked as safe is not made safe: a script in a name runs in the reader's browser."""

from tests.traps.conftest import Start

NAME = {"name": "<script>alert(1)</script>"}


def test_the_bad_way_sends_the_script(start: Start) -> None:
    assert "<script>alert(1)</script>" in start("django").get("/bad/greeting", params=NAME).text


def test_the_good_way_sends_it_as_text(start: Start) -> None:
    text = start("django").get("/good/greeting", params=NAME).text
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
