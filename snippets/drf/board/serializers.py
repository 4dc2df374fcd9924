"""What a client may send, and what it gets back."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import IntegrityError, transaction
from rest_framework import serializers, status
from rest_framework.exceptions import APIException

from .models import Author, Category, Post

is_plain_name = RegexValidator(
    r"\A[A-Za-z0-9_-]{3,30}\Z", "Use 3 to 30 letters, digits, hyphens or underscores."
)


class NameTaken(APIException):
    """Refuse a name that someone else has."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "This name is taken."
    default_code = "taken"


class AuthorSerializer(serializers.ModelSerializer[Author]):
    class Meta:
        model = Author
        fields = ["id", "name"]


class CategorySerializer(serializers.ModelSerializer[Category]):
    class Meta:
        model = Category
        fields = ["id", "name", "slug"]


class LoginSerializer(serializers.Serializer[dict[str, str]]):
    name = serializers.CharField(max_length=256, trim_whitespace=False)
    password = serializers.CharField(max_length=256, trim_whitespace=False)


class RegisterSerializer(serializers.Serializer[Author]):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(trim_whitespace=False, validators=[is_plain_name])
    password = serializers.CharField(
        min_length=12, max_length=256, trim_whitespace=False, write_only=True
    )

    def create(self, validated_data: dict[str, Any]) -> Author:
        try:
            # The unique index decides, not a look beforehand: two may register at one moment.
            with transaction.atomic():
                return Author.objects.create_user(**validated_data)
        except IntegrityError as error:
            raise NameTaken from error


class CategoryField(serializers.SlugRelatedField[Category]):
    def to_internal_value(self, data: Any) -> Category:
        if isinstance(data, str) and "\0" in data:
            # PostgreSQL cannot even look for it, and the answer would be 500.
            self.fail("invalid")
        return super().to_internal_value(data)

    def to_representation(self, obj: Any) -> Any:
        """A category comes in as its slug, and goes out as a whole."""
        return {"id": obj.pk, "name": obj.name, "slug": obj.slug}


class PostSerializer(serializers.ModelSerializer[Post]):
    author = AuthorSerializer(read_only=True)
    category = CategoryField(slug_field="slug", queryset=Category.objects.all())

    class Meta:
        model = Post
        fields = ["id", "title", "body", "author", "category", "created"]


class PostSummarySerializer(PostSerializer):
    class Meta(PostSerializer.Meta):
        fields = ["id", "title", "excerpt", "author", "category", "created"]


class PostTitleSerializer(serializers.ModelSerializer[Post]):
    class Meta:
        model = Post
        fields = ["id", "title"]


class AuthorWithPostsSerializer(serializers.ModelSerializer[Author]):
    posts = PostTitleSerializer(many=True, read_only=True)

    class Meta:
        model = Author
        fields = ["id", "name", "posts"]


class AuthorQuery(serializers.Serializer[dict[str, int]]):
    limit = serializers.IntegerField(default=100, min_value=1, max_value=100)
