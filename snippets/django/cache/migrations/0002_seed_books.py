"""Three books to read."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TITLES = ["Emma", "Kindred", "Solaris"]


def seed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    book = apps.get_model("cache", "Book")
    book.objects.bulk_create(
        book(id=number, title=title) for number, title in enumerate(TITLES, start=1)
    )


def unseed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("cache", "Book").objects.filter(title__in=TITLES).delete()


class Migration(migrations.Migration):
    dependencies = [("cache", "0001_initial")]
    operations = [migrations.RunPython(seed, unseed)]
