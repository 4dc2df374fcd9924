"""A file that is streamed to disk, and stored under a name of our own."""

import hashlib
from pathlib import PurePath
from uuid import uuid4

from django.core.files.storage import default_storage
from django.utils.decorators import method_decorator
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .serializers import CoverSerializer
from .uploads import limit_body

SUFFIXES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"}


@method_decorator(limit_body(64 * 1024 * 1024), name="dispatch")
class CoverView(APIView):
    parser_classes = [MultiPartParser]

    def post(self, request: Request) -> Response:
        serializer = CoverSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        cover = serializer.validated_data["cover"]
        digest = hashlib.sha256()
        for chunk in cover.chunks():
            digest.update(chunk)
        suffix = PurePath(cover.name).suffix.lower()
        name = default_storage.save(uuid4().hex + (suffix if suffix in SUFFIXES else ""), cover)
        return Response(
            {"name": name, "size": cover.size, "sha256": digest.hexdigest()},
            status=status.HTTP_201_CREATED,
        )
