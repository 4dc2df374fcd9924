"""Tokens instead of sessions: a short one for access, a longer one that is good for one refresh."""

from django.contrib.auth.models import User
from rest_framework.generics import CreateAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .serializers import RegisterSerializer


class RegisterView(CreateAPIView[User]):
    permission_classes = [AllowAny]
    serializer_class = RegisterSerializer


class MeView(APIView):
    def get(self, request: Request) -> Response:
        return Response({"id": request.user.pk})
