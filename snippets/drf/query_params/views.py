"""Query parameters: a default, a repeated one, and bounds that are enforced."""

# --8<-- [start:view]
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from .serializers import BookQuery


@api_view(["GET"])
def books(request: Request) -> Response:
    query = BookQuery(data=request.query_params)
    query.is_valid(raise_exception=True)
    valid = query.validated_data
    return Response({"q": valid["q"], "limit": valid["limit"], "tags": valid["tag"]})


# --8<-- [end:view]
