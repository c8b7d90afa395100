"""An OpenSearch server of one's own, to try and to test with: `make opensearch`, `make opensearch-stop`.

It is fetched by its name with Maven (155 MB), compared with the checksum below, unpacked in the cache folder and
started on a free port of 127.0.0.1. It asks nobody for a password: whoever can log in to the machine can use it.
OpenSearch refuses to run as root; where root starts it, it runs as `nobody`, who owns its data and nothing else.
"""

import argparse
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path

VERSION = "3.6.0"
ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
SHA256 = "a91faa1dc1cadc78cb278b4f63847e19e1627a4e9de698e14e7efc14ee37b286"
OLDEST_JAVA = 21
_SERVANT = "nobody"
_DATA = "opensearch-data-"
_PATIENCE = 180.0
"""Seconds that a start may take: 13 on two idle processors, three servers at once some 60."""


class ServerMissingError(Exception):
    """What a server needs is not here: Java or Maven, or the archive itself."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a server is to be: `heap` in MB; `hasty` compiles less, which suits short runs and spoils measurements."""

    heap: int = 512
    hasty: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)


class Server:
    """One node: a process, its folder and its address. It keeps address and data when it is killed and started anew."""

    def __init__(self, folder: Path, port: int, transport: int, kind: Kind, name: str = "one") -> None:
        self.folder = folder
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.transport = transport
        self.name = name
        self.kind = kind
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self, peers: Sequence["Server"] = ()) -> None:
        """Starts the process, which answers some seconds later (`wait`)."""
        home, java = program(), java_home()
        self._configure(home, peers)
        heap = f"-Xms{self.kind.heap}m -Xmx{self.kind.heap}m"
        flags = " -XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC" if self.kind.hasty else ""
        env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.folder),
            "OPENSEARCH_JAVA_HOME": str(java),
            "OPENSEARCH_PATH_CONF": str(self.folder / "config"),
            "OPENSEARCH_TMPDIR": str(self.folder / "tmp"),
            "OPENSEARCH_JAVA_OPTS": heap + flags,
        }
        with (self.folder / "said.log").open("ab") as said:
            self.process = subprocess.Popen(
                [home / "bin" / "opensearch"],
                env=env,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                **_as_servant(),
            )

    def wait(self, nodes: int = 1) -> None:
        """Returns when it answers and sees this many nodes.

        Raises:
            ServerMissingError: it ended instead, or the time is over; the end of what it said goes along.
        """
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if self.process is not None and self.process.poll() is not None:
                raise ServerMissingError(f"OpenSearch ended while it started:\n{self._last_words()}")
            if _nodes(self.url) >= nodes:
                return
            time.sleep(0.2)
        raise ServerMissingError(f"OpenSearch did not start in {_PATIENCE:.0f} s:\n{self._last_words()}")

    def kill(self) -> None:
        """Ends the process at once, as a power cut would; the data stay."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ends the process in good order, and removes the data."""
        self._end(signal.SIGTERM)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _configure(self, home: Path, peers: Sequence["Server"]) -> None:
        config = self.folder / "config"
        if not config.is_dir():
            shutil.copytree(home / "config", config)
            (self.folder / "tmp").mkdir()
            # Whatever would be written beside the program, which is not the servant's to write.
            options = (config / "jvm.options").read_text("utf-8").splitlines()
            kept = [
                line
                for line in options
                if not re.search(r"logs/|HeapDump|-Xm[sx]|CompactObjectHeaders", line)
            ]
            (config / "jvm.options").write_text("\n".join(kept) + "\n", "utf-8")
        lines = "\n".join(f"{key}: {json.dumps(value)}" for key, value in self._settings(peers).items())
        (config / "opensearch.yml").write_text(lines + "\n", "utf-8")
        _give(self.folder)

    def _settings(self, peers: Sequence["Server"]) -> dict[str, object]:
        cluster = [self, *peers]
        discovery: dict[str, object] = {"discovery.type": "single-node"}
        if peers:
            discovery = {
                "discovery.seed_hosts": [f"127.0.0.1:{one.transport}" for one in cluster],
                "cluster.initial_cluster_manager_nodes": [one.name for one in cluster],
            }
        return {
            "cluster.name": f"gongkai-{min(one.port for one in cluster)}",
            "node.name": self.name,
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": self.transport,
            "cluster.routing.allocation.disk.threshold_enabled": False,  # whose disk is full?
            **discovery,
            **self.kind.settings,
        }

    def _last_words(self) -> str:
        return "\n".join((self.folder / "said.log").read_text("utf-8", "replace").splitlines()[-15:])


def servers(count: int = 1, kind: Kind | None = None) -> list[Server]:
    """Servers that answer, one cluster; stop them.

    Raises:
        ServerMissingError: there is no Java, no Maven, or they do not start.
    """
    ports = _free_ports(2 * count)
    made = [
        Server(_new_folder(), ports[2 * number], ports[2 * number + 1], kind or Kind(), f"node-{number}")
        for number in range(count)
    ]
    try:
        for one in made:
            one.launch([other for other in made if other is not one])
        for one in made:
            one.wait(count)
    except BaseException:
        for one in made:
            one.stop()
        raise
    return made


def program() -> Path:
    """The unpacked server, fetched if it is not in the cache folder yet.

    Raises:
        ServerMissingError: it cannot be fetched.
    """
    home = cache_folder() / f"opensearch-{VERSION}"
    if not home.is_dir():
        with tempfile.TemporaryDirectory(dir=cache_folder()) as name:
            folder = Path(name)
            _unpack(_fetched(folder), folder)
            folder.chmod(0o755)
            try:
                (folder / home.name).rename(home)
            except OSError:
                if not home.is_dir():  # else another process was faster
                    raise
    return home


def cache_folder() -> Path:
    """The project's cache folder. That of root lies where the servant can get in.

    Raises:
        ServerMissingError: the servant cannot.
    """
    named, root = os.environ.get("XDG_CACHE_HOME"), os.getuid() == 0
    base = Path(named) if named else Path("/var/cache") if root else Path("~/.cache").expanduser()
    folder = base / "gongkai"
    folder.mkdir(parents=True, exist_ok=True)
    closed = [one for one in (folder, *folder.parents) if root and not one.stat().st_mode & 0o001]
    if closed:
        raise ServerMissingError(
            f"{closed[0]} is closed to {_SERVANT}, as whom the server runs: set XDG_CACHE_HOME"
        )
    return folder


def java_home() -> Path:
    """A Java that is new enough.

    Raises:
        ServerMissingError: there is none.
    """
    for home in _javas():
        release = home / "release"
        found = re.search(r'JAVA_VERSION="(\d+)', release.read_text("utf-8")) if release.is_file() else None
        if found and int(found[1]) >= OLDEST_JAVA and (home / "bin" / "java").exists():
            return home
    raise ServerMissingError(
        f"OpenSearch needs Java {OLDEST_JAVA} or later: install one, or set OPENSEARCH_JAVA_HOME"
    )


def _javas() -> Iterator[Path]:
    for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME"):
        if os.environ.get(name):
            yield Path(os.environ[name])
    if java := shutil.which("java"):
        yield Path(java).resolve().parents[1]
    for pattern in (
        "usr/lib/jvm/*",
        "usr/java/*",
        "opt/java/*",
        "Library/Java/JavaVirtualMachines/*/Contents/Home",
    ):
        yield from sorted(Path("/").glob(pattern), reverse=True)


def _fetched(folder: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerMissingError("OpenSearch is fetched with Maven, which is not here: install mvn")
    command = [maven, "-B", "-q", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    archive = folder / f"opensearch-{VERSION}.zip"
    if done.returncode or not archive.is_file():
        raise ServerMissingError(f"Maven does not get {ARTIFACT}: {done.stdout.strip()[:300]}")
    with archive.open("rb") as file:
        found = file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise ServerMissingError(
            f"{ARTIFACT} has the sha256 {found}, and {SHA256} was expected: it is not unpacked"
        )
    return archive


def _unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            path = Path(packed.extract(entry, folder))
            if not entry.is_dir():
                path.chmod(0o755 if "/bin/" in entry.filename else 0o644)
    archive.unlink()


def _new_folder() -> Path:
    _sweep()
    folder = cache_folder() / f"{_DATA}{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700)
    return folder


def _sweep() -> None:
    """Removes the data of servers that are no more: theirs who were killed before they could."""
    running = subprocess.run(["ps", "-eww", "-o", "command="], capture_output=True, text=True, check=False)
    for folder in cache_folder().glob(f"{_DATA}*"):
        # A young one may be of a server that is about to start.
        if str(folder) not in running.stdout and time.time() - folder.stat().st_mtime > 3600:
            shutil.rmtree(folder, ignore_errors=True)


def _as_servant() -> dict[str, object]:
    if os.getuid() != 0:
        return {}
    servant = pwd.getpwnam(_SERVANT)
    return {"user": servant.pw_uid, "group": servant.pw_gid, "extra_groups": []}


def _give(folder: Path) -> None:
    if os.getuid() == 0:
        servant = pwd.getpwnam(_SERVANT)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, servant.pw_uid, servant.pw_gid, follow_symlinks=False)


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def _nodes(url: str) -> int:
    """How many nodes the server sees; 0 while it does not answer."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=5) as reply:
            health = json.load(reply)
    except (OSError, ValueError):
        return 0
    return 0 if health["status"] == "red" else int(health["number_of_nodes"])


def _state() -> Path:
    return cache_folder() / "opensearch.json"


def _start(heap: int) -> None:
    state = _state()
    if state.exists():
        running = json.loads(state.read_text("utf-8"))
        if _is_ours(running["pid"], Path(running["folder"])):
            print(running["url"])
            return
    server = servers(1, Kind(heap))[0]
    running = {
        "pid": server.process.pid if server.process else 0,
        "url": server.url,
        "folder": str(server.folder),
    }
    state.write_text(json.dumps(running), "utf-8")
    print(server.url)
    print(
        "  `make opensearch-stop` ends it, and removes what it holds",
        file=sys.stderr,
    )


def _stop() -> None:
    state = _state()
    if not state.exists():
        print("no server was started here", file=sys.stderr)
        return
    running = json.loads(state.read_text("utf-8"))
    end(running["pid"], Path(running["folder"]))
    state.unlink()


def end(pid: int, folder: Path) -> None:
    """Ends a server that another process started, and removes its data."""
    if _is_ours(pid, folder):
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + 30
        while _is_ours(pid, folder) and time.monotonic() < until:
            time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


def _is_ours(pid: int, folder: Path) -> bool:
    """Whether this process is still the server that was started in this folder."""
    shown = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return str(folder) in shown.stdout


def main() -> int:
    """Starts or stops the server of this machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("start", "stop"))
    parser.add_argument("--heap", type=int, default=1024, metavar="MB")
    asked = parser.parse_args()
    try:
        _start(asked.heap) if asked.what == "start" else _stop()
    except ServerMissingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
