"""Reviews, and the tokens of the users who write them; users and groups are Django's."""

import hashlib

from django.contrib.auth.models import User
from django.db import models


def digest(token: str) -> str:
    # The token is random and long, so a fast hash is enough; a password needs a slow one.
    return hashlib.sha256(token.encode()).hexdigest()


class Token(models.Model):
    # Who reads this table cannot act for anybody: the token itself is with its user alone.
    digest = models.CharField(max_length=64, unique=True)
    user = models.OneToOneField(User, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return f"Token of {self.user}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> "ReviewQuerySet":
        """Select what somebody may see; every view starts from here and from no other query."""
        if user.has_perm("permissions.see_drafts"):
            return self
        return self.filter(models.Q(published=True) | models.Q(author=user))


class Review(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    text = models.CharField(max_length=1000)
    published = models.BooleanField(default=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        permissions = [
            ("see_drafts", "Can see the drafts of others"),
            ("publish_review", "Can publish review"),
        ]

    def __str__(self) -> str:
        return self.text

    def as_dict(self) -> dict[str, str | int | bool]:
        return {
            "id": self.pk,
            "author": self.author.username,
            "text": self.text,
            "published": self.published,
        }
