import pathlib

import resvg_py

pathlib.Path("out.png").write_bytes(
    bytes(resvg_py.svg_to_bytes(svg_string=pathlib.Path("plate.svg").read_text(), skip_system_fonts=True))
)
