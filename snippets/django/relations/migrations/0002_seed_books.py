"""Twenty books by twenty authors."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BOOKS = {
    "Beloved": "Toni Morrison",
    "Blindness": "José Saramago",
    "Disgrace": "J. M. Coetzee",
    "Emma": "Jane Austen",
    "Ficciones": "Jorge Luis Borges",
    "Frankenstein": "Mary Shelley",
    "Gilead": "Marilynne Robinson",
    "Hunger": "Knut Hamsun",
    "Kindred": "Octavia E. Butler",
    "Kokoro": "Natsume Soseki",
    "Lanark": "Alasdair Gray",
    "Middlemarch": "George Eliot",
    "Nausea": "Jean-Paul Sartre",
    "Orlando": "Virginia Woolf",
    "Piranesi": "Susanna Clarke",
    "Siddhartha": "Hermann Hesse",
    "Solaris": "Stanislaw Lem",
    "Suttree": "Cormac McCarthy",
    "Ulysses": "James Joyce",
    "Walden": "Henry David Thoreau",
}


def seed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # The models of this moment of history: those of models.py may have moved on.
    author = apps.get_model("relations", "Author")
    book = apps.get_model("relations", "Book")
    for title, name in BOOKS.items():
        book.objects.create(title=title, author=author.objects.create(name=name))


def unseed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("relations", "Book").objects.filter(title__in=BOOKS).delete()
    apps.get_model("relations", "Author").objects.filter(name__in=BOOKS.values()).delete()


class Migration(migrations.Migration):
    dependencies = [("relations", "0001_initial")]
    operations = [migrations.RunPython(seed, unseed)]
