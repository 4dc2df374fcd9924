"""The addresses of the board, and the answers in JSON where none of them is meant."""

from django.urls import path

from . import api, views

urlpatterns = [
    path("register", views.Register.as_view(), name="register"),
    path("login", views.Login.as_view(), name="login"),
    path("logout", views.Logout.as_view(), name="logout"),
    path("authors", views.AuthorList.as_view(), name="authors"),
    path("categories", views.CategoryList.as_view(), name="categories"),
    path("posts", views.PostList.as_view(), name="posts"),
    path("posts/<int:post_id>", views.PostDetail.as_view(), name="post"),
]

handler400 = api.bad_request
handler404 = api.not_found
handler500 = api.server_error
