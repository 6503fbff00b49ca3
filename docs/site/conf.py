"""Sphinx settings of the documentation site; tools/make_docs.py lays out the sources and runs it."""

from reelmake import __version__

project = "reelmake"
author = "reelmake developers"
release = version = __version__
extensions = ["myst_parser"]
root_doc = "index"
source_suffix = {".md": "markdown"}
myst_heading_anchors = 6
nitpicky = True
language = "en"
html_theme = "furo"
html_title = "reelmake"
html_copy_source = False
html_show_copyright = False
# Nothing may be fetched when a page is opened: no fonts, scripts or badges of other hosts.
html_theme_options = {"navigation_with_keys": True}
smartquotes = False
# An example may leave something out with an ellipsis, which is no valid code.
suppress_warnings = ["misc.highlighting_failure"]
