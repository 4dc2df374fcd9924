"""Who is asking: a user by the token of the request."""

from rest_framework.authentication import TokenAuthentication


class BearerAuthentication(TokenAuthentication):
    """DRF's own token under the word that HTTP knows for it."""

    keyword = "Bearer"
