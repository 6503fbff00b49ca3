"""How this copy of reelmake was installed, and so what a person types to complete it or to build something."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_CHECKOUT = Path(__file__).parents[3]
_USUAL_SITE = "site-a"


def shipped_root() -> Path:
    """Return the directory that holds Snakefile, rules/, scripts/, templates/ and schemas/."""
    packaged = _PACKAGE / "_data"
    return packaged if packaged.is_dir() else _CHECKOUT


def is_checkout() -> bool:
    """Say whether this is a checkout with its Makefile, rather than a wheel that pip installed."""
    return shipped_root() == _CHECKOUT


def install_command(extra: str = "") -> str:
    """Return the command that installs an extra, or whatever is missing of reelmake itself."""
    if is_checkout():
        return f"make {extra or 'setup'}"
    return f"pip install 'reelmake[{extra}]'" if extra else "pip install reelmake"


def build_command(targets: str = "", *, site: str = "", workspace: Path | None = None) -> str:
    """Return the command that builds targets in a workspace, by default the current directory.

    Snakemake looks a bare profile name up in the user's configuration, where ``make setup`` links the profiles of a
    checkout. Without such a link the profile is named by its path in the workspace.
    """
    return f"snakemake --profile {_profile(site, workspace or Path())} {targets}".rstrip()


def _profile(site: str, workspace: Path) -> str:
    wanted = site or _USUAL_SITE
    if (_user_profiles() / wanted).is_dir():
        return wanted
    own = sorted(path.parent.name for path in (workspace / "profiles").glob("*/config.yaml"))
    if wanted in own:
        return f"profiles/{wanted}"
    return wanted if site or not own else f"profiles/{own[0]}"


def _user_profiles() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "snakemake"
