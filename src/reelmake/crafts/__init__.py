"""One craft a package. They meet in documents and never import each other."""
