"""The files that put an application into production do what they say.

nginx runs with the very configuration that the page shows, with a certificate of the test's own
and other ports. The application is started, and replaced under load, by the commands of its
systemd unit.
"""

import json
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from fieldguide import serving
from tests.snippets.harness import Stage, eventually

HOST = "books.example"
VISITOR = "127.0.0.2"
"""From where visitors come: not the proxy's own address, so that the two can be told apart."""
ENVIRONMENT = "/srv/books/.venv/bin/"
"""Where the unit's programs are on the server; here they are those of the test's environment."""


def tool(name: str, package: str) -> str:
    """Return the path of a program of the system; without it, skip (on CI: fail)."""
    path = shutil.which(name, path=f"{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin")
    if path is None:
        message = f"{name} is not installed; on Debian: apt-get install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


# ------------------------------------------------------------------------------------ reading files


@dataclass(frozen=True)
class Deployment:
    """The three files of one framework."""

    folder: Path

    @property
    def unit_file(self) -> Path:
        """The systemd unit; a template has an `@` in its name."""
        (path,) = self.folder.glob("*.service")
        return path

    def unit(self, key: str) -> str | None:
        """Return the value of a key of the unit."""
        match = re.search(rf"^{key}=(.*)$", self.unit_file.read_text("utf-8"), re.MULTILINE)
        return match[1] if match else None

    def site(self) -> str:
        """Return the configuration for nginx."""
        return (self.folder / "nginx.conf").read_text("utf-8")

    def ports(self) -> list[int]:
        """Return the ports that the application listens on, each once."""
        found = re.findall(r"server 127\.0\.0\.1:(\d+)\b", self.site())
        return [int(port) for port in dict.fromkeys(found)]

    def program(self, key: str, port: int, given: int) -> tuple[str, ...]:
        """Return a command of the unit for this machine, with one port in place of another."""
        words = shlex.split(self.unit(key) or "")
        words = [word.replace("%i", f"{given}").replace(f"{port}", f"{given}") for word in words]
        program = words[0].removeprefix(ENVIRONMENT)
        here = Path(sys.executable)
        if words[0].startswith(ENVIRONMENT):
            words[0] = str(here if program == "python" else here.with_name(program))
        return tuple(words)

    def container(self) -> list[str]:
        """Return the command of the container."""
        text = (self.folder / "Dockerfile").read_text("utf-8")
        command: list[str] = json.loads(re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)[-1])
        return command


@pytest.fixture
def deployment(stage: Stage) -> Deployment:
    return Deployment(stage.snippets / stage.framework.id / "deploy")


def test_the_unit_is_valid(deployment: Deployment, tmp_path: Path) -> None:
    text = deployment.unit_file.read_text("utf-8")
    # Programs have to exist for the check; where they are on the server is not what it is about.
    text = re.sub(rf"{ENVIRONMENT}\w+", "/bin/true", text)
    unit = tmp_path / deployment.unit_file.name
    unit.write_text(text)
    name = str(unit).replace("@.", "@8001.")
    if name != str(unit):
        shutil.copy(unit, name)
    result = subprocess.run(
        [tool("systemd-analyze", "systemd"), "--man=no", "verify", name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_the_unit_gives_away_no_secret_and_no_rights(deployment: Deployment) -> None:
    assert deployment.unit("User") not in {None, "root"}
    assert deployment.unit("NoNewPrivileges") == "yes"
    assert deployment.unit("ProtectSystem") == "strict"
    assert deployment.unit("EnvironmentFile")
    assert "SECRET" not in deployment.unit_file.read_text("utf-8")


def test_the_container_file_has_no_lint(deployment: Deployment) -> None:
    result = subprocess.run(
        [
            tool("hadolint", "hadolint"),
            deployment.folder / "Dockerfile",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (0, "")
    text = (deployment.folder / "Dockerfile").read_text("utf-8")
    assert re.search(r"^USER [1-9]\d*$", text, re.MULTILINE)
    assert "/healthz" in text


def test_the_container_runs_what_the_unit_runs(deployment: Deployment) -> None:
    unit = shlex.split((deployment.unit("ExecStart") or "").removeprefix(ENVIRONMENT))
    words = re.sub(r"\b0(\.0){3}\b", "127.0.0.1", " ".join(deployment.container()))
    bound = {"--host", "--address=127.0.0.1", "127.0.0.1", "--host=127.0.0.1"}
    ports = "|".join(map(str, [*deployment.ports(), 8000]))

    def essence(command: list[str]) -> list[str]:
        plain = [re.sub(rf"\b({ports})\b|%i", "PORT", word) for word in command]
        return sorted(word for word in plain if word not in bound)

    assert essence(shlex.split(words)) == essence(unit)


def test_the_page_starts_what_the_unit_starts(stage: Stage, deployment: Deployment) -> None:
    shown = serving.command(stage.framework, stage.topic, 8000, stage.snippets)
    assert shown.argv == deployment.program("ExecStart", deployment.ports()[0], 8000)


# --------------------------------------------------------------------------------- the application


@dataclass
class Site:
    """The application and nginx before it, on ports of their own."""

    stage: Stage
    deployment: Deployment
    folder: Path
    stack: ExitStack
    ports: dict[int, int] = field(default_factory=dict)
    servers: dict[int, tuple[serving.Server, ExitStack]] = field(default_factory=dict)
    inspector: int = field(default_factory=serving.free_port)
    https: int = field(default_factory=serving.free_port)
    http: int = field(default_factory=serving.free_port)

    def start(self, port: int) -> None:
        """Start the instance of the application that the unit starts for a port."""
        given = self.ports.setdefault(port, serving.free_port())
        command = serving.Command(
            self.deployment.program("ExecStart", port, given),
            self.stage.snippets / self.stage.framework.id,
            {"DJANGO_SETTINGS_MODULE": "deploy.settings"},
        )
        environment = self.stage.environment | {"SANIC_INSPECTOR_PORT": f"{self.inspector}"}
        own = ExitStack()
        log = self.stage.log_file()
        server = own.enter_context(serving.serve(command, given, environment, log, grace=20))
        self.servers[port] = (server, own)

    def stop(self, port: int) -> None:
        """Ask an instance to end, as systemd does, and wait for it."""
        self.servers.pop(port)[1].close()

    def restart(self) -> None:
        """Replace all processes of the application by the unit's own means."""
        if not self.deployment.unit("ExecReload"):
            for port in list(self.servers):
                self.stop(port)
                self.start(port)
            return
        (port,) = self.servers
        server, _ = self.servers[port]
        before = set(workers(server))
        command = self.deployment.program("ExecReload", 6457, self.inspector)
        words = [word.replace("$MAINPID", f"{server.pid}") for word in command]
        subprocess.run(words, env=self.stage.environment, capture_output=True, check=True)
        assert len(before) > 1, "it has no workers to replace"

        def replaced() -> bool:
            now = set(workers(server))
            return len(now) >= len(before) and not before & now

        assert eventually(replaced, seconds=30), "the workers were not replaced"

    def client(self, **headers: str) -> httpx2.Client:
        """Return a visitor who trusts the site's certificate."""
        return httpx2.Client(
            base_url=f"https://127.0.0.1:{self.https}",
            headers={"Host": HOST, **headers},
            transport=httpx2.HTTPTransport(verify=trust(self.folder), local_address=VISITOR),
            timeout=20,
            trust_env=False,
        )


def workers(server: serving.Server) -> list[int]:
    """Return the processes below a server's first that hold the socket on which it listens.

    Others may live beside them, such as the resource tracker of multiprocessing.
    """
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("utf-8").splitlines()[1:]]
    ends = f":{server.port:04X}"
    sockets = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(ends) and row[3] == "0A"}
    found = []
    for pid in server.pids():
        with suppress(OSError):  # It may end, or close a file, while we look.
            held = {str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()}
            if pid != server.pid and held & sockets:
                found.append(pid)
    return found


def trust(folder: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(folder / "books.pem"))
    context.check_hostname = False  # It is asked for by its address and not by its name.
    return context


def configuration(site: str, folder: Path, ports: dict[int, int], http: int, https: int) -> str:
    """Return nginx's configuration: the site's, with other ports, paths and temporary folders."""
    for port, given in ports.items():
        site = re.sub(rf"127\.0\.0\.1:{port}\b", f"127.0.0.1:{given}", site)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{http};")
    site = site.replace("listen 443 ssl;", f"listen 127.0.0.1:{https} ssl;")
    site = site.replace("/etc/ssl/certs/", f"{folder}/").replace("/etc/ssl/private/", f"{folder}/")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    return (
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{temporary}\n{site}\n}}\n"
    )


@contextmanager
def nginx(site: Site) -> Iterator[None]:
    """Run nginx before the application."""
    folder = site.folder
    subprocess.run(
        [
            *(tool("openssl", "openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"),
            *("-keyout", folder / "books.key", "-out", folder / "books.pem"),
        ],
        capture_output=True,
        check=True,
    )
    path = folder / "nginx.conf"
    text = configuration(site.deployment.site(), folder, site.ports, site.http, site.https)
    path.write_text(text)
    command = serving.Command(
        (tool("nginx", "nginx-light"), "-e", str(folder / "early.log"), "-c", str(path)), folder
    )
    with serving.serve(command, site.http, site.stage.environment, folder / "nginx.log"):
        yield


@pytest.fixture(scope="module")
def site(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole site, as it stands on a server."""
    folder = tmp_path_factory.mktemp("site")
    deployment = Deployment(stage.snippets / stage.framework.id / "deploy")
    with ExitStack() as stack:
        site = Site(stage, deployment, folder, stack)
        for port in deployment.ports():
            site.start(port)
        try:
            with nginx(site):
                yield site
        finally:
            for port in list(site.servers):
                site.stop(port)


def test_a_visitor_is_sent_to_https(site: Site) -> None:
    answer = httpx2.get(
        f"http://127.0.0.1:{site.http}/report?page=2", headers={"Host": HOST}, trust_env=False
    )
    assert answer.status_code == 301
    assert answer.headers["location"] == f"https://{HOST}/report?page=2"


def test_the_application_sees_what_the_proxy_saw(site: Site) -> None:
    with site.client() as client:
        seen = client.get("/").json()
    assert seen == {"client": VISITOR, "scheme": "https", "host": HOST}


def test_a_client_cannot_say_who_it_is(site: Site) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    forged |= {"X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "81"}
    with site.client(**forged, Forwarded="for=203.0.113.9;proto=http") as client:
        seen = client.get("/").json()
    assert seen == {"client": VISITOR, "scheme": "https", "host": HOST}


def test_a_large_body_is_refused_before_it_arrives(site: Site) -> None:
    with site.client() as client:
        assert client.post("/notes", content=b"x" * 500_000).json() == {"bytes": 500_000}
        assert client.post("/notes", content=b"x" * 1_100_000).status_code == 413


def test_a_websocket_passes_the_proxy(site: Site) -> None:
    url = f"wss://{HOST}:{site.https}/live"
    with (
        socket.create_connection((serving.HOST, site.https), timeout=10) as raw,
        connect(url, sock=raw, ssl=trust(site.folder), origin=Origin(f"https://{HOST}")) as visitor,
    ):
        for text in ("one", "two"):
            visitor.send(text)
            assert visitor.recv(timeout=10) == text


def test_the_health_check_passes_by_the_proxy(site: Site) -> None:
    for server, _ in site.servers.values():
        answer = httpx2.get(f"{server.url}/healthz", trust_env=False)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_restart_under_load_fails_no_request(site: Site) -> None:
    results: list[object] = []
    over = threading.Event()

    def visit() -> None:
        with site.client() as client:
            while not over.is_set():
                try:
                    answer = client.get("/report")
                    results.append((answer.status_code, answer.text))
                except httpx2.HTTPError as error:
                    results.append(repr(error))

    visitors = [threading.Thread(target=visit) for _ in range(6)]
    for visitor in visitors:
        visitor.start()
    try:
        assert eventually(lambda: len(results) >= 6, seconds=20)
        before = len(results)
        site.restart()
        after = len(results)
        assert eventually(lambda: len(results) >= after + 12, seconds=20)
    finally:
        over.set()
        for visitor in visitors:
            visitor.join()
    assert after > before, "nobody was served while the application was replaced"
    wrong = [result for result in results if not isinstance(result, tuple) or result[0] != 200]
    assert not wrong, f"{len(wrong)} of {len(results)} requests failed: {wrong[:3]}"
