"""What a name and a password have to look like, and what becomes of them."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.validators import RegexValidator
from django.db import IntegrityError, transaction
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer, TokenRefreshSerializer
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken
from rest_framework_simplejwt.tokens import RefreshToken

is_plain_name = RegexValidator(
    r"\A[A-Za-z0-9_-]{3,30}\Z", "Use 3 to 30 letters, digits, hyphens or underscores."
)


class UsernameTaken(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "This name is taken."
    default_code = "taken"


class RegisterSerializer(serializers.Serializer[User]):
    id = serializers.CharField(read_only=True)
    username = serializers.CharField(
        trim_whitespace=False, validators=[is_plain_name], write_only=True
    )
    password = serializers.CharField(
        trim_whitespace=False, min_length=12, max_length=256, write_only=True
    )

    def create(self, validated_data: dict[str, Any]) -> User:
        try:
            with transaction.atomic():
                return User.objects.create_user(**validated_data)
        except IntegrityError as error:
            raise UsernameTaken from error


class LoginSerializer(TokenObtainPairSerializer):
    """Take a password as it was registered, with a space at its end if it has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        assert isinstance(password, serializers.CharField)
        password.trim_whitespace = False


class OneTimeToken(RefreshToken):
    def blacklist(self) -> BlacklistedToken:
        """Refuse the second of two who use a token at once; Simple JWT lets both go on."""
        # It returns whether the row is new, too, whatever its annotation says.
        row, is_new = cast(tuple[BlacklistedToken, bool], super().blacklist())
        if not is_new:
            raise TokenError("This token has been used.")
        return row


class RefreshSerializer(TokenRefreshSerializer):
    """Refuse a user who was deleted; Simple JWT 5.5 looks for them and fails (500)."""

    token_class = OneTimeToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        try:
            return super().validate(attrs)
        except User.DoesNotExist as error:
            raise InvalidToken("There is no such user any more.") from error
