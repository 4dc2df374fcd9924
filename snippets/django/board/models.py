"""Authors, categories and posts."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class AuthorManager(BaseUserManager["Author"]):
    def create_user(self, name: str, password: str) -> "Author":
        author = self.model(name=name)
        author.set_password(password)
        author.save(using=self._db)
        return author


class Author(AbstractBaseUser):
    """The project's own user, from the first migration on: to change that later is hard."""

    name = models.CharField(max_length=30, unique=True)

    objects = AuthorManager()

    USERNAME_FIELD = "name"

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    name = models.CharField(max_length=50)
    slug = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(max_length=20_000)
    created = models.DateTimeField(default=timezone.now, editable=False)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="posts")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="posts")

    class Meta:
        indexes = [models.Index(fields=["created", "id"], name="board_post_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def excerpt(self) -> str:
        return self.body[:200]
