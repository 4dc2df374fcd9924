"""The table of books, with one book in it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add_a_book(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("empty_as_miss", "Book").objects.create(title="Beloved", author="Toni Morrison")


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("title", models.CharField(max_length=200)),
                ("author", models.CharField(max_length=100)),
            ],
        ),
        migrations.RunPython(add_a_book, migrations.RunPython.noop),
    ]
