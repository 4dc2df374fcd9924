"""The paths: the books, the document that describes them, and a page to read it."""

from django.urls import path
from drf_spectacular.views import SpectacularSwaggerView
from rest_framework.routers import SimpleRouter

from .views import BookViewSet, DocumentView

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("books", BookViewSet, basename="book")
urlpatterns = [
    *router.urls,
    path("openapi.json", DocumentView.as_view(), name="document"),
    path("docs", SpectacularSwaggerView.as_view(url_name="document"), name="docs"),
]
