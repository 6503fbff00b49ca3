"""What is shipped and read: fonts, templates and the headers of media files."""
