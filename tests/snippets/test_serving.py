"""A snippet is started by the command of its page, waited for, and ended with all it started."""

import socket
import sys
from pathlib import Path

import httpx2
import pytest

from fieldguide.model import Framework, Need, Serve, ServeKind, Topic, TopicCell
from fieldguide.serving import (
    HOST,
    Command,
    StartError,
    command,
    environment,
    free_port,
    peak_memory,
    preparation,
    reserved_port,
    run,
    serve,
)

FRAMEWORK = Framework.model_construct(
    id="django",
    serve=Serve(
        production='gunicorn --bind 127.0.0.1:{port} "wsgi:make({topic})"',
        development="python -m {module} --port={port}",
        asgi="uvicorn --port {port} {topic}.asgi:application",
        prepare="python -m django migrate",
        env={"DJANGO_SETTINGS_MODULE": "{topic}.settings"},
    ),
)
SERVER = """
import http.server, sys
handler = http.server.SimpleHTTPRequestHandler
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), handler).serve_forever()
"""


def topic(needs: list[Need] | None = None, kind: ServeKind = ServeKind.PRODUCTION) -> Topic:
    cells = {"django": TopicCell(serve=kind)}
    return Topic.model_construct(id="hello", needs=needs or [], cells=cells)


def program(code: str, port: int, folder: Path) -> Command:
    return Command((sys.executable, "-c", code, str(port)), folder)


# ----------------------------------------------------------------------------------------- commands


def test_a_command_is_filled_in_and_split_as_a_shell_would(tmp_path: Path) -> None:
    built = command(FRAMEWORK, topic(), 8123, tmp_path)
    assert built.argv[1:] == ("--bind", "127.0.0.1:8123", "wsgi:make(hello)")
    assert built.cwd == tmp_path / "django"
    assert built.env == {"DJANGO_SETTINGS_MODULE": "hello.settings"}


def test_programs_are_those_of_this_environment(tmp_path: Path) -> None:
    folder = Path(sys.executable).parent
    assert command(FRAMEWORK, topic(), 1, tmp_path).argv[0] == str(folder / "gunicorn")
    development = command(FRAMEWORK, topic(), 1, tmp_path, development=True)
    assert development.argv[0] == sys.executable


def test_a_file_is_a_module_and_a_folder_holds_one(tmp_path: Path) -> None:
    folder = tmp_path / "django"
    (folder / "hello").mkdir(parents=True)
    assert command(FRAMEWORK, topic(), 1, tmp_path, development=True).argv[2] == "hello.app"
    (folder / "hello.py").touch()
    assert command(FRAMEWORK, topic(), 1, tmp_path, development=True).argv[2] == "hello"


def test_a_topic_can_ask_for_the_asgi_server(tmp_path: Path) -> None:
    built = command(FRAMEWORK, topic(kind=ServeKind.ASGI), 8123, tmp_path)
    assert built.argv[1:] == ("--port", "8123", "hello.asgi:application")


def test_a_missing_asgi_command_is_named(tmp_path: Path) -> None:
    serve_without = FRAMEWORK.serve.model_copy(update={"asgi": None})
    framework = FRAMEWORK.model_copy(update={"serve": serve_without})
    with pytest.raises(ValueError, match=r"data/frameworks/django\.yml has no serve\.asgi"):
        command(framework, topic(kind=ServeKind.ASGI), 1, tmp_path)


def test_only_a_topic_with_a_database_is_prepared(tmp_path: Path) -> None:
    assert preparation(FRAMEWORK, topic(), tmp_path) is None
    prepared = preparation(FRAMEWORK, topic([Need.DATABASE]), tmp_path)
    assert prepared is not None
    assert prepared.argv == (sys.executable, "-m", "django", "migrate")


def test_a_server_inherits_nothing_of_a_developers_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "mine")
    monkeypatch.setenv("PYTHONPATH", "/mine")
    first, second = environment(tmp_path), environment(tmp_path)
    assert not {"DJANGO_SETTINGS_MODULE", "PYTHONPATH"} & set(first)
    assert first["SECRET_KEY"] != second["SECRET_KEY"]
    assert first["DATABASE_URL"] == f"sqlite:///{tmp_path}/database.db"
    assert Path(first["UPLOAD_DIR"]).is_dir()


# ------------------------------------------------------------------------------------------ running


def test_a_reserved_port_refuses_clients_and_is_nobody_elses() -> None:
    with reserved_port() as first, reserved_port() as second:
        assert first != second
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((HOST, first), timeout=5)


def test_a_server_is_there_within_the_block_and_gone_after_it(tmp_path: Path) -> None:
    port = free_port()
    with serve(program(SERVER, port, tmp_path), port, environment(tmp_path), tmp_path / "l") as it:
        assert httpx2.get(it.url, trust_env=False).status_code == 200
        assert it.pid in it.pids()
        assert "GET / HTTP/1.1" in it.text()
    assert it.pids() == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, port), timeout=5)


def test_all_that_a_stubborn_server_started_is_ended(tmp_path: Path) -> None:
    stubborn = (
        "import os, signal\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "if os.fork() == 0: signal.pause()\n" + SERVER
    )
    with reserved_port() as port:
        command = program(stubborn, port, tmp_path)
        with serve(command, port, environment(tmp_path), tmp_path / "l", grace=0.5) as it:
            assert len(it.pids()) == 2
    assert it.pids() == []


def test_a_server_that_fails_to_start_is_explained_by_its_log(tmp_path: Path) -> None:
    broken = program("raise SystemExit('no SECRET_KEY')", 1, tmp_path)
    with (
        pytest.raises(StartError, match=r"ended with status 1 before it answered.*\nno SECRET_KEY"),
        serve(broken, free_port(), environment(tmp_path), tmp_path / "l"),
    ):
        pass


def test_a_server_that_never_answers_is_given_up(tmp_path: Path) -> None:
    silent = program("import signal; print('here I am', flush=True); signal.pause()", 1, tmp_path)
    with (
        pytest.raises(StartError, match=r"did not answer on port .* within 0\.5 s.*\nhere I am"),
        serve(silent, free_port(), environment(tmp_path), tmp_path / "l", patience=0.5),
    ):
        pass


def test_a_command_that_fails_is_explained_by_its_log(tmp_path: Path) -> None:
    run(program("print('migrated')", 1, tmp_path), environment(tmp_path), tmp_path / "l")
    with pytest.raises(StartError, match=r"failed with status 3.*\n\(it wrote nothing\)"):
        run(program("raise SystemExit(3)", 1, tmp_path), environment(tmp_path), tmp_path / "l")


def test_peak_memory_remembers_what_was_freed(tmp_path: Path) -> None:
    def peak(code: str) -> int:
        with reserved_port() as port:
            command = program(code, port, tmp_path)
            with serve(command, port, environment(tmp_path), tmp_path / "l") as server:
                return peak_memory(server)

    plain = peak(SERVER)
    greedy = peak("bytearray(50_000_000).count(1)\n" + SERVER)
    assert 30_000_000 < greedy - plain < 60_000_000
