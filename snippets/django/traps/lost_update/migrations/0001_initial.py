"""The table of books."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("opened", models.PositiveIntegerField(default=0)),
            ],
        ),
    ]
