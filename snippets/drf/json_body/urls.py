"""The paths of the one view set."""

from rest_framework.routers import SimpleRouter

from .views import BookViewSet

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("books", BookViewSet, basename="book")
urlpatterns = router.urls
