"""A title to sort by for the books that are there: rows change apart from columns."""

import re

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def fill_sort_titles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # The model of this moment of history: that of models.py may have moved on.
    books = apps.get_model("migrations", "Book").objects
    changed = []
    for book in books.iterator():
        book.sort_title = re.sub(r"^(the|an?) ", "", book.title.lower())
        changed.append(book)
    books.bulk_update(changed, ["sort_title"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("migrations", "0002_book_sort_title")]
    operations = [
        # A way back that does nothing: the column goes, and with it all that was filled in.
        migrations.RunPython(fill_sort_titles, migrations.RunPython.noop),
    ]
