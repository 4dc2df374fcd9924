"""Reviews; users and groups are Django's, tokens come from Django REST Framework."""

from django.contrib.auth.models import AnonymousUser, User
from django.db import models


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User | AnonymousUser) -> "ReviewQuerySet":
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
