"""What a name and a password have to look like, and what becomes of them."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.db import IntegrityError, transaction
from rest_framework import serializers, status
from rest_framework.exceptions import APIException

is_plain_name = RegexValidator(
    r"\A[A-Za-z0-9_-]{3,30}\Z", "Use 3 to 30 letters, digits, hyphens or underscores."
)


class UsernameTaken(APIException):
    """Refuse a name that someone else has."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "This name is taken."
    default_code = "taken"


class LoginSerializer(serializers.Serializer[dict[str, str]]):
    username = serializers.CharField(trim_whitespace=False)
    password = serializers.CharField(trim_whitespace=False)


class RegisterSerializer(serializers.Serializer[User]):
    username = serializers.CharField(trim_whitespace=False, validators=[is_plain_name])
    password = serializers.CharField(trim_whitespace=False, write_only=True)

    def validate_password(self, password: str) -> str:
        # The name has not been checked yet, and each of its parts is compared with the password.
        name = self.initial_data.get("username")
        validate_password(password, User(username=name[:30] if isinstance(name, str) else ""))
        return password

    def create(self, validated_data: dict[str, Any]) -> User:
        try:
            # The unique index decides, not a look beforehand: two may register at the same time.
            with transaction.atomic():
                return User.objects.create_user(**validated_data)
        except IntegrityError as error:
            raise UsernameTaken from error
