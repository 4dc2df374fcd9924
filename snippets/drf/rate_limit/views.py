"""Views with a limit each, and one that anybody may ask as often as they like."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class BooksView(APIView):
    def get(self, request: Request) -> Response:
        return Response([{"id": 1, "title": "Emma"}])


class ReviewsView(APIView):
    def get(self, request: Request) -> Response:
        return Response([{"book": 1, "stars": 5}])


class AboutView(APIView):
    throttle_classes = []

    def get(self, request: Request) -> Response:
        return Response({"name": "reading list"})
