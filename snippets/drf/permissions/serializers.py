"""How a review and a role look in JSON."""

from django.contrib.auth.models import User
from rest_framework import serializers

from .models import Review
from .roles import PERMISSIONS


class ReviewSerializer(serializers.ModelSerializer[Review]):
    author = serializers.ReadOnlyField(source="author.username")

    class Meta:
        model = Review
        fields = ["id", "author", "text", "published"]
        read_only_fields = ["published"]


class RoleSerializer(serializers.Serializer[User]):
    role = serializers.ChoiceField(choices=list(PERMISSIONS))
