"""From here on no book is without a title to sort by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("migrations", "0003_fill_sort_titles")]
    operations = [
        migrations.AlterField("book", "sort_title", models.CharField(max_length=200)),
    ]
