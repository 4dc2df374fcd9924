"""The refresh tokens that were used up before their time."""

from django.db import models


class SpentToken(models.Model):
    id = models.CharField(max_length=32, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.id
