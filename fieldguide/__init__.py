"""How data becomes pages: `data/` and `snippets/` are read, checked and rendered here.

`strict_yaml` reads a file, `model` says what it may hold, `catalogue` reads all of them into one
value, `rules` holds between files, `references` looks at what pages include, and `check` runs all
of that. `tables`, `facts`, `charts` and `code` render what `macros.py` puts on a page; `serving`
starts a snippet by the command that its page shows.
"""
