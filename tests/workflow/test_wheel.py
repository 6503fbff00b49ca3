"""A wheel without a checkout: the commands it prints work, and none of them needs the Makefile."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from support.world import CHECKOUT


class Installed:
    """A wheel installed in a new environment, with the dependencies of the tests' environment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.binaries = root / "venv" / "bin"
        home = root / "home"
        home.mkdir()
        self.environment = {
            "PATH": f"{self.binaries}:/usr/bin:/bin",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "PYTHONPATH": "",
        }
        venv.EnvBuilder(with_pip=False, symlinks=True).create(root / "venv")
        self.run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(root), cwd=CHECKOUT)
        (wheel,) = root.glob("reelmake-*.whl")
        (pip,) = (CHECKOUT / "third_party").glob("pip-*.whl")
        install = ("-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel))
        self.run(str(self.binaries / "python"), *install, cwd=root, PYTHONPATH=str(pip))
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        # A path in a .pth file is only searched: what makes the tests' own reelmake editable is not read there.
        dependencies = root / "venv" / "lib" / version / "site-packages" / "dependencies.pth"
        dependencies.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        snakemake = Path(sys.executable).with_name("snakemake").read_text(encoding="utf-8")
        script = self.binaries / "snakemake"
        script.write_text(re.sub(r"\A#!.*", f"#!{self.binaries / 'python'}", snakemake), encoding="utf-8")
        script.chmod(0o755)

    def run(self, *command: str, cwd: Path, status: int = 0, **more: str) -> str:
        """Run a command in this environment only, and return what it printed."""
        done = subprocess.run(
            command, cwd=cwd, env={**self.environment, **more}, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("wheel"))


@pytest.mark.slow
@pytest.mark.spec("E1", "U5")
def test_the_commands_that_a_new_workspace_prints_render_its_first_episode(installed: Installed) -> None:
    where = installed.run("python", "-c", "import reelmake; print(reelmake.__file__)", cwd=installed.root)
    assert str(installed.root) in where, "the checkout must not be what runs"
    output = installed.run("reelmake", "new", "my films", cwd=installed.root)
    enter, render = (line.strip() for line in output.splitlines()[-2:])
    assert enter == "cd 'my films'"
    workspace = installed.root / shlex.split(enter)[1]
    installed.run(*shlex.split(render), cwd=workspace)
    assert (workspace / "episodes/ep01/render.mp4").stat().st_size > 10_000
    assert "Nothing to be done" in installed.run(*shlex.split(render), cwd=workspace)
    assert "film" in installed.run("reelmake", "status", cwd=workspace)
    assert "0 to make" in installed.run("reelmake", "plan", "ep01", cwd=workspace)


@pytest.mark.spec("E1")
def test_a_missing_package_is_named_as_an_extra_for_pip(installed: Installed) -> None:
    script = (
        "from reelmake.crafts.voice import kokoro_engine, kokoro_tool\n"
        "from reelmake.kernel.errors import NotFound\n"
        "from reelmake.providers.text.weights import Weights, assemble\n"
        "from reelmake.providers.text import text_similarity\n"
        "kokoro_tool.installed_model = lambda: None\n"
        "text_similarity.PACKAGE = 'no-such-package'\n"
        "asks = (lambda: kokoro_engine.KokoroEngine().action_for('', None),\n"
        "        lambda: assemble(Weights('none', '0' * 64, ('no-such-package',))),\n"
        "        lambda: text_similarity._file('x'))\n"
        "for ask in asks:\n"
        "    try:\n"
        "        ask()\n"
        "    except NotFound as error:\n"
        "        print(error.remedy)\n"
    )
    output = installed.run("python", "-c", script, cwd=installed.root).splitlines()
    assert [re.findall(r"pip install '(reelmake\[\w+\])'", line) for line in output] == [
        ["reelmake[voices]"],
        ["reelmake[llm]"],
        ["reelmake[recall]"],
    ]
    assert not any(re.search(r"\bmake \w", line) for line in output)
