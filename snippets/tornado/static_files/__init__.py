"""The static_files topic: a page and the sheet that it links."""
