"""What wrk prints, read as it was printed by each version that is known."""

from pathlib import Path

import pytest

from bench import wrk
from bench.wrk import ToolError

GOLDEN = Path(__file__).parent / "golden"


def test_the_report_of_wrk_4_1_0_is_read() -> None:
    counted = wrk.parse((GOLDEN / "wrk-4.1.0.txt").read_text("utf-8"))
    assert (counted.requests, counted.duration, counted.bytes) == (20_593, 1_131_773, 1_935_742)
    assert (counted.mean, counted.p50, counted.max) == (3024, 100, 58_999)
    assert counted.p50 <= counted.p90 <= counted.p99 <= counted.max
    assert counted.errors == {}


def test_the_version_of_wrk_4_1_0_is_read() -> None:
    assert wrk.parse_version((GOLDEN / "wrk-4.1.0.version.txt").read_text("utf-8")) == "4.1.0"


def test_the_installed_wrk_prints_what_is_read_here() -> None:
    assert (GOLDEN / f"wrk-{wrk.version()}.txt").is_file(), "add the golden output of this version"


def test_each_kind_of_error_is_named() -> None:
    counted = wrk.parse(
        '{"duration": 1, "requests": 9, "bytes": 1, "connect": 1, "read": 2, "write": 3, '
        '"status": 4, "timeout": 5, "mean": 1.0, "p50": 1, "p90": 1, "p99": 1, "max": 1}'
    )
    assert sorted(counted.errors.values()) == [1, 2, 3, 4, 5]
    assert counted.errors["answers with an error's status"] == 4


@pytest.mark.parametrize("text", ["", "unable to connect", '{"requests": 1}', '{"requests":'])
def test_what_is_no_report_is_said_so(text: str) -> None:
    with pytest.raises(ToolError, match="printed no report"):
        wrk.parse(text)


def test_what_names_no_version_is_said_so() -> None:
    with pytest.raises(ToolError, match="did not say its version"):
        wrk.parse_version("wrk: command not found")


def test_a_missing_wrk_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="apt-get install wrk"):
        wrk.program()
