"""Tiny tools and actions, for tests of the runner without a film."""

from __future__ import annotations

import sys
from collections.abc import Callable

from reelmake.actions.tools import Tool
from reelmake.documents.action import Action, Command, FromAction
from reelmake.kernel.digest import digest

SCRIPTS = {
    "upper": "import sys, pathlib\npathlib.Path('out.txt').write_text(pathlib.Path('text').read_text().upper())",
    "join": "import pathlib\n"
    "pathlib.Path('out.txt').write_text(''.join(p.read_text() for p in sorted(pathlib.Path('in').iterdir())))",
    "say": "import sys\nsys.stdout.write(' '.join(sys.argv[1:]))",
    "keep": "import sys, pathlib\npathlib.Path('out.txt').write_text(sys.stdin.read())",
    "fail": "import sys\nsys.exit('the lamp is broken')",
    "nothing": "",
    "brimful": "import os\nos.write(os.open('/dev/full', os.O_WRONLY), b'x')",
    "speechless": "import os, sys\nos.dup2(os.open('/dev/full', os.O_WRONLY), 1)\nprint('x')\nsys.exit('cut off')",
    "empty": "open('out.txt', 'w')",
    "environment": "import os, json, pathlib\npathlib.Path('out.txt').write_text(json.dumps(dict(os.environ)))",
    "slow": "import time, pathlib, os\npathlib.Path(os.environ['HOME'], 'x').write_text('')\ntime.sleep(60)",
}


def tool(name: str) -> Callable[[], Tool]:
    return lambda: Tool(name, (sys.executable, "-c", SCRIPTS[name]), digest(("test tool", name)))


TOOLS = {name: tool(name) for name in SCRIPTS}


def action(
    name: str, *argv: str, text: str = "", inputs: dict[str, FromAction] | None = None, subject: str = ""
) -> Action:
    return Action(
        kind="test",
        recipe=1,
        pipeline=(Command(tool=name, digest=TOOLS[name]().digest, argv=argv),),
        texts={"text": text} if text else {},
        inputs=dict(inputs or {}),
        extension="txt",
        subject=subject,
    )
