"""Write the digests of the golden episode anew and say which changed: for a change that is meant and explained."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEST = ROOT / "tests" / "golden" / "test_golden_render.py"
sys.path[:0] = [str(ROOT / "tests"), str(TEST.parent)]


def main() -> int:
    from test_golden_render import GOLDEN, golden_world

    from reelmake.kernel.digest import digest_bytes

    text = TEST.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        world = golden_world(Path(scratch))
        world.build()
        for name, pinned in GOLDEN.items():
            found = digest_bytes(world.bytes_of(f"episodes/ep01/{name}"))
            if found != pinned:
                print(f"{name}: {pinned[:12]} is now {found[:12]}")
                text = re.sub(rf'("{re.escape(name)}": )"{pinned}"', rf'\1"{found}"', text)
    TEST.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
