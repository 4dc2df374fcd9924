"""Accounts, and posts that everybody reads and their authors change."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.db import IntegrityError, transaction
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from .api import APIError, APIView, checked, read_object, require_author
from .forms import AuthorQueryForm, LoginForm, PostForm, PostQueryForm, RegisterForm
from .models import Author, Category, Post


def category_json(category: Category) -> dict[str, Any]:
    return {"id": category.pk, "name": category.name, "slug": category.slug}


def post_json(post: Post, text: str) -> dict[str, Any]:
    """A post with one of its texts, `excerpt` or `body`."""
    return {
        "id": post.pk,
        "title": post.title,
        text: getattr(post, text),
        "author": {"id": post.author.pk, "name": post.author.name},
        "category": category_json(post.category),
        "created": post.created,
    }


class Register(APIView):
    def post(self, request: HttpRequest) -> JsonResponse:
        form = checked(RegisterForm(read_object(request)))
        try:
            # The unique index decides, not a look beforehand: two may register at one moment.
            with transaction.atomic():
                author = Author.objects.create_user(**form.cleaned_data)
        except IntegrityError as error:
            raise APIError(409, "This name is taken.") from error
        return JsonResponse({"id": author.pk, "name": author.name}, status=201)


class Login(APIView):
    def post(self, request: HttpRequest) -> JsonResponse:
        data = checked(LoginForm(read_object(request))).cleaned_data
        # authenticate() hashes the password for an unknown name too, so its time tells nothing.
        author = authenticate(request, username=data["name"], password=data["password"])
        if author is None:
            raise APIError(401, "Name or password is wrong.")
        login(request, author)
        return JsonResponse({"id": author.pk, "name": author.get_username()})


class Logout(APIView):
    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return HttpResponse(status=204)


class AuthorList(APIView):
    def get(self, request: HttpRequest) -> JsonResponse:
        limit = checked(AuthorQueryForm(request.GET.dict())).cleaned_data["limit"]
        titles = Prefetch("posts", Post.objects.only("title", "author_id").order_by("pk"))
        items = [
            {
                "id": author.pk,
                "name": author.name,
                "posts": [{"id": post.pk, "title": post.title} for post in author.posts.all()],
            }
            for author in Author.objects.prefetch_related(titles).order_by("pk")[:limit]
        ]
        return JsonResponse({"items": items})


class CategoryList(APIView):
    def get(self, request: HttpRequest) -> JsonResponse:
        found = Category.objects.order_by("pk")
        return JsonResponse({"items": [category_json(category) for category in found]})


def posts() -> QuerySet[Post]:
    """Posts with the two rows that every answer about one needs, the newest first."""
    return Post.objects.select_related("author", "category").order_by("-created", "-pk")


class PostList(APIView):
    def get(self, request: HttpRequest) -> JsonResponse:
        wanted = checked(PostQueryForm(request.GET.dict())).cleaned_data
        found = posts()
        if "category" in request.GET:
            found = found.filter(category__slug=wanted["category"])
        if wanted["q"]:
            # icontains makes %, _ and \ mean themselves.
            found = found.filter(Q(title__icontains=wanted["q"]) | Q(body__icontains=wanted["q"]))
        start = (wanted["page"] - 1) * wanted["per_page"]
        return JsonResponse(
            {
                "items": [
                    post_json(post, "excerpt") for post in found[start : start + wanted["per_page"]]
                ],
                "page": wanted["page"],
                "per_page": wanted["per_page"],
                "total": found.count(),
            }
        )

    def post(self, request: HttpRequest) -> JsonResponse:
        new = Post(author_id=require_author(request))
        post = checked(PostForm(read_object(request), instance=new)).save()
        location = reverse("post", kwargs={"post_id": post.pk})
        return JsonResponse(post_json(post, "body"), status=201, headers={"Location": location})


class PostDetail(APIView):
    def get(self, request: HttpRequest, post_id: int) -> JsonResponse:
        return JsonResponse(post_json(get_object_or_404(posts(), pk=post_id), "body"))

    def put(self, request: HttpRequest, post_id: int) -> JsonResponse:
        post = self.find_own(request, post_id)
        post = checked(PostForm(read_object(request), instance=post)).save()
        return JsonResponse(post_json(post, "body"))

    def delete(self, request: HttpRequest, post_id: int) -> HttpResponse:
        self.find_own(request, post_id).delete()
        return HttpResponse(status=204)

    def find_own(self, request: HttpRequest, post_id: int) -> Post:
        author_id = require_author(request)
        post = get_object_or_404(posts(), pk=post_id)
        if post.author_id != author_id:
            raise APIError(403, "Only its author may change a post.")
        return post
