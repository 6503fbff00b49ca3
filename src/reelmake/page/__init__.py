"""The episode page: one file that plays a film and shows what each shot was made from. See docs/page.md."""
