"""The paths of the one view set, and JSON for a path that is none of them."""

# --8<-- [start:urls]
from django.http import HttpRequest, JsonResponse
from rest_framework.routers import SimpleRouter

from .views import ItemViewSet

router = SimpleRouter(trailing_slash=False)
router.register("items", ItemViewSet)
urlpatterns = router.urls


def handler404(request: HttpRequest, exception: Exception) -> JsonResponse:
    return JsonResponse({"detail": "Not found."}, status=404)


# --8<-- [end:urls]
