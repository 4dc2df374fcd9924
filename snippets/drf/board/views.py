"""Accounts, and posts that everybody reads and their authors change."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.db.models import Prefetch
from django.http import HttpRequest, JsonResponse
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.generics import CreateAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import ModelViewSet

from .filters import PostFilter
from .models import Author, Category, Post
from .pagination import StrictPagination
from .permissions import IsAuthorOrReadOnly
from .serializers import (
    AuthorQuery,
    AuthorWithPostsSerializer,
    CategorySerializer,
    LoginSerializer,
    PostSerializer,
    PostSummarySerializer,
    RegisterSerializer,
)


class RegisterView(CreateAPIView[Author]):
    permission_classes = [AllowAny]
    serializer_class = RegisterSerializer


class LoginView(APIView):
    permission_classes = [AllowAny]

    def post(self, request: Request) -> Response:
        serializer = LoginSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        # authenticate() hashes the password for an unknown name too, so its time tells nothing.
        author = authenticate(request, username=data["name"], password=data["password"])
        if author is None:
            raise AuthenticationFailed("Name or password is wrong.")
        login(request, author)
        return Response({"id": author.pk, "name": author.get_username()})


class LogoutView(APIView):
    permission_classes = [AllowAny]

    def post(self, request: Request) -> Response:
        logout(request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AuthorList(APIView):
    def get(self, request: Request) -> Response:
        query = AuthorQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        titles = Prefetch("posts", Post.objects.only("title", "author_id").order_by("pk"))
        authors = Author.objects.prefetch_related(titles).order_by("pk")
        found = authors[: query.validated_data["limit"]]
        return Response({"items": AuthorWithPostsSerializer(found, many=True).data})


class CategoryList(APIView):
    def get(self, request: Request) -> Response:
        found = Category.objects.order_by("pk")
        return Response({"items": CategorySerializer(found, many=True).data})


class PostViewSet(ModelViewSet[Post]):
    queryset = Post.objects.select_related("author", "category").order_by("-created", "-pk")
    serializer_class = PostSerializer
    permission_classes = [IsAuthorOrReadOnly]
    pagination_class = StrictPagination
    filter_backends = [PostFilter]
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "put", "delete", "head", "options"]

    def get_serializer_class(self) -> type[BaseSerializer[Post]]:
        return PostSummarySerializer if self.action == "list" else PostSerializer

    def perform_create(self, serializer: BaseSerializer[Post]) -> None:
        serializer.save(author=self.request.user)

    def get_success_headers(self, data: Any) -> dict[str, str]:
        return {"Location": reverse("post-detail", kwargs={"pk": data["id"]})}


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return JsonResponse({"detail": "Bad request."}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return JsonResponse({"detail": "Not found."}, status=404)


def server_error(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"detail": "Internal server error."}, status=500)
