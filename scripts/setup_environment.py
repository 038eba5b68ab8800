"""Makes .venv from the locks in requirements/, once, and repairs it; standard library only.

The file .venv/gdviz-setup.json is the stamp: it says which locks are installed, or that an install is
under way. It is written last, so an interrupted install never looks finished.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
UNKNOWN = "pip could not install gdviz's parts. It said:"


@dataclass(frozen=True)
class Size:
    """The size of a lock's packages in MB, as measured on Linux: to fetch, and unpacked."""

    download: int
    disk: int


SIZES = {
    "run": Size(115, 440),
    "test": Size(130, 480),
    "fast": Size(60, 180),
    "gpu-cuda12": Size(1830, 2810),
    "gpu-cuda13": Size(1360, 1890),
    "torch": Size(200, 900),
}
INDEXES = {"torch": "https://download.pytorch.org/whl/cpu"}
"""Where pip looks for a lock's packages besides the indexes that it is set up with."""


class SetupError(Exception):
    """The environment cannot be made; the text is the sentence to show."""


@dataclass
class Stamp:
    """What .venv holds: the hash of each installed lock and the Qt platforms that were tried."""

    locks: dict[str, str] = field(default_factory=dict)
    platforms: list[str] = field(default_factory=list)

    @staticmethod
    def path() -> Path:
        """Where the stamp lies."""
        return VENV / "gdviz-setup.json"

    @classmethod
    def read(cls) -> Stamp | None:
        """The stamp, or None where an install was interrupted; a hand-made .venv has an empty one."""
        try:
            data = json.loads(cls.path().read_text(encoding="utf-8"))
            return cls(dict(data["locks"]), list(data["platforms"]))
        except FileNotFoundError:
            return cls()
        except (ValueError, KeyError, TypeError):
            return None

    def write(self) -> None:
        """Write beside, then rename: a stamp is whole or not there."""
        part = self.path().with_suffix(".part")
        part.write_text(json.dumps({"locks": self.locks, "platforms": self.platforms}), encoding="utf-8")
        part.replace(self.path())


def venv_program(name: str) -> Path:
    """A program of the environment, such as "python" or "ruff"."""
    return VENV / "Scripts" / f"{name}.exe" if WINDOWS else VENV / "bin" / name


def site_packages() -> Path | None:
    """The environment's folder of packages."""
    if WINDOWS:
        return VENV / "Lib" / "site-packages"
    return next(iter(sorted((VENV / "lib").glob("python3.*/site-packages"))), None)


def lock_hash(lock: str) -> str:
    """The hash of a lock's text; line ends do not count, since a ZIP or git may change them."""
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    return sha256(text.encode()).hexdigest()


def venv_works() -> bool:
    """Whether .venv has its Python, and the Python it was made from is still there."""
    try:
        config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    base = [line.partition("=")[2].strip() for line in config.splitlines() if line.startswith("executable ")]
    return venv_program("python").exists() and all(Path(path).exists() for path in base)


def is_ready(locks: Sequence[str]) -> bool:
    """Whether the environment holds `locks` as they are now, and every other lock it once was given."""
    stamp = Stamp.read()
    if stamp is None or not set(locks) <= set(stamp.locks) or not venv_works():
        return False
    return all(lock_hash(lock) == known for lock, known in stamp.locks.items())


def prepare(locks: Sequence[str]) -> None:
    """Bring .venv to the state of `locks`; returns at once if it is in it.

    Raises SetupError with a sentence for the user, and OSError.
    """
    if is_ready(locks):
        return
    with only_one():
        if is_ready(locks):
            return
        stamp = Stamp.read()
        if VENV.exists() and (stamp is None or not venv_works()):
            print(f"The environment in {VENV.name} is incomplete: creating it again", flush=True)
            _remove(VENV)
            stamp = None
        wanted = list(dict.fromkeys([*(stamp.locks if stamp else ()), *locks]))
        held = stamp.locks if stamp else {}
        missing = [lock for lock in wanted if held.get(lock) != lock_hash(lock)]
        _check_disk(missing)
        if not VENV.exists():
            _make_venv()
        Stamp.path().write_text("installing", encoding="utf-8")
        for lock in missing:
            _install(lock)
        Stamp({lock: lock_hash(lock) for lock in wanted}).write()


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Lock the set-up for this process; a second start waits. The system unlocks it when it and its pip have ended.

    Where this process alone is killed, its pip goes on for a while: it must not write into the next environment.
    """
    with (ROOT / ".venv.lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            def take(wait: bool) -> None:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            os.set_inheritable(file.fileno(), True)  # pip holds the lock as well

            def take(wait: bool) -> None:
                fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)

        try:
            take(wait=False)
        except OSError:
            print("Another start is setting gdviz up: waiting for it", flush=True)
            take(wait=True)
        yield


def _remove(folder: Path) -> None:
    """Remove a folder whole; moved aside first, so that half of it never looks like an environment."""
    import shutil

    aside = folder.with_name(f"{folder.name}-old-{os.getpid()}")
    folder.rename(aside)
    shutil.rmtree(aside)


def _check_disk(locks: Sequence[str]) -> None:
    import shutil

    needed = sum(SIZES[lock].disk + SIZES[lock].download for lock in locks)
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < needed:
        raise SetupError(f"gdviz needs about {needed} MB on the disk of {ROOT}; {free} MB are free. Make room first.")


def _make_venv() -> None:
    import subprocess

    from system_packages import ensure_venv_module

    ensure_venv_module()
    print(f"Making the environment {VENV.name} with Python {sys.version.split()[0]}", flush=True)
    VENV.mkdir()
    Stamp.path().write_text("installing", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)],
        capture_output=True,
        text=True,
        errors="replace",
        close_fds=False,  # see only_one
        check=False,
    )
    if done.returncode:
        raise SetupError(f"Python could not make the environment {VENV}:\n{_tail(done.stdout + done.stderr)}")


def _install(lock: str) -> None:
    """Install one lock with pip, hashes required; prints a line a package as it is fetched."""
    from pip_progress import run_pip

    file = ROOT / "requirements" / f"{lock}.lock"
    size = SIZES[lock]
    print(
        f"Installing requirements/{lock}.lock: at most {size.download} MB to download, {size.disk} MB on disk",
        flush=True,
    )
    command = [str(venv_program("python")), "-m", "pip", "install", "--require-hashes", "--only-binary=:all:"]
    code, output = run_pip(command, file)
    if code and lock in INDEXES and "No matching distribution" in output:  # an index out of reach costs minutes
        print(f"  looking at {INDEXES[lock]} as well", flush=True)
        code, output = run_pip([*command, "--extra-index-url", INDEXES[lock]], file)
    if code:
        reason = _reason(output)
        raise SetupError(f"{reason}\n{_tail(output, 12 if reason == UNKNOWN else 2)}")


def _tail(output: str, lines: int = 8) -> str:
    return "\n".join(f"    {line}" for line in output.strip().splitlines()[-lines:])


def _reason(output: str) -> str:
    """One sentence for pip's error."""
    if "No space left" in output or "Errno 28" in output:
        return "The disk is full. Make room, then start again."
    if any(sign in output for sign in ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "Max retries")):
        return "The package index does not answer. The first start needs the network; start again when it is there."
    if "DO NOT MATCH THE HASHES" in output:
        return "A package is not the one that was locked (its hash differs), so nothing of it was installed."
    if "No matching distribution" in output:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if version in ("3.11", "3.12", "3.13"):
            return (
                f"pip found no ready-made package for Python {version} on this system in the indexes it uses. "
                "The first start needs the network and a package index (see PIP_NO_INDEX, PIP_INDEX_URL)."
            )
        return f"A part has no ready-made package for Python {version} on this system; try Python 3.11, 3.12 or 3.13."
    return UNKNOWN


def child_environment() -> dict[str, str]:
    """The environment variables for a program of .venv: gdviz from this checkout, packages only from .venv."""
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "__PYVENV_LAUNCHER__")}
    env["PYTHONPATH"] = str(ROOT)
    # A pipe in a narrow encoding (CP949) gets a question mark for a nabla, not a traceback.
    encoding = env.get("PYTHONIOENCODING", "")
    env["PYTHONIOENCODING"] = encoding if ":" in encoding else f"{encoding}:replace"
    return env


def make_streams_safe() -> None:
    """Let a pipe in a narrow encoding get a question mark where it cannot show a letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def become(arguments: Sequence[str], env: dict[str, str]) -> NoReturn:
    """Go on as .venv's Python with `arguments`; on Windows as its parent, with its exit code."""
    python = str(venv_program("python"))
    sys.stdout.flush()
    sys.stderr.flush()
    if not WINDOWS:
        os.execve(python, [python, *arguments], env)
    import subprocess

    sys.exit(subprocess.call([python, *arguments], env=env))


def enter(script: str, locks: Sequence[str] = ("run", "test")) -> None:
    """Go on as .venv's Python with the running `script` and its arguments, unless this is it already."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    make_streams_safe()
    with sentences():
        prepare(locks)
    become([str(Path(script).resolve()), *sys.argv[1:]], child_environment())


@contextlib.contextmanager
def sentences() -> Iterator[None]:
    """End the program with one sentence, not a traceback, where the set-up fails or is interrupted."""
    try:
        yield
    except SetupError as error:
        print(error, file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nInterrupted. The next start completes what is unfinished.", file=sys.stderr, flush=True)
        sys.exit(130)
    except OSError as error:
        print(f"gdviz could not be set up in {ROOT}: {error}", file=sys.stderr, flush=True)
        sys.exit(1)
