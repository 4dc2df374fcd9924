"""Pages by offset and by cursor, with the classes of REST framework."""

from django.core import signing
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.pagination import Cursor, CursorPagination, LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

signer = signing.Signer(salt="pagination.cursor")


class BookPagination(LimitOffsetPagination):
    default_limit = 20
    max_limit = 100


class WrongCursorError(APIException):
    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = "The cursor is not one of ours."


class FeedPagination(CursorPagination):
    """Signs its cursors: the plain ones take any position, and `p=abc` would end in a 500."""

    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
    # It compares by the first field alone, so that one has to be unique.
    ordering = "-pk"

    def encode_cursor(self, cursor: Cursor) -> str:
        url = super().encode_cursor(cursor)
        signed = signer.sign_object(list(cursor))
        return replace_query_param(url, self.cursor_query_param, signed)

    def decode_cursor(self, request: Request) -> Cursor | None:
        text = request.query_params.get(self.cursor_query_param)
        if text is None:
            return None
        try:
            return Cursor(*signer.unsign_object(text))
        except signing.BadSignature as error:
            raise WrongCursorError from error
