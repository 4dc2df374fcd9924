"""A title to sort by, empty at first: there are books that have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("migrations", "0001_initial")]
    operations = [
        migrations.AddField("book", "sort_title", models.CharField(max_length=200, null=True)),
    ]
