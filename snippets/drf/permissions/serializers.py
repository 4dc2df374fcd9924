"""How a review and a role look in JSON."""

from typing import Any

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

    def update(self, instance: Review, validated_data: dict[str, Any]) -> Review:
        for name, value in validated_data.items():
            setattr(instance, name, value)
        # These columns alone: to write all would undo what an editor has published meanwhile.
        instance.save(update_fields=list(validated_data))
        return instance


class RoleSerializer(serializers.Serializer[User]):
    role = serializers.ChoiceField(choices=list(PERMISSIONS))
