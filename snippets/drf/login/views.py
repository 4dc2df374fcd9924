"""Register, log in, log out: a session cookie for a JSON client, with CSRF protection."""

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import User
from django.middleware.csrf import get_token
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.generics import CreateAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .serializers import LoginSerializer, RegisterSerializer


class SessionView(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        name = request.user.get_username() or None
        return Response({"username": name, "csrf_token": get_token(request)})


class RegisterView(CreateAPIView[User]):
    permission_classes = [AllowAny]
    serializer_class = RegisterSerializer


# --8<-- [start:login]
class LoginView(APIView):
    permission_classes = [AllowAny]

    def post(self, request: Request) -> Response:
        serializer = LoginSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        # authenticate() hashes the password for an unknown name too, so its time tells nothing.
        user = authenticate(request, **serializer.validated_data)
        if user is None:
            raise AuthenticationFailed("Wrong name or password.")
        login(request, user)
        return Response({"username": user.get_username()})


class MeView(APIView):
    def get(self, request: Request) -> Response:
        return Response({"username": request.user.get_username()})


class LogoutView(APIView):
    permission_classes = [AllowAny]

    def post(self, request: Request) -> Response:
        logout(request)
        return Response(status=status.HTTP_204_NO_CONTENT)


# --8<-- [end:login]
