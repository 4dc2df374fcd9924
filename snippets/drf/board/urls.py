"""The addresses of the board, and the answers in JSON where none of them is meant."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from . import views

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("posts", views.PostViewSet)
urlpatterns = [
    path("register", views.RegisterView.as_view(), name="register"),
    path("login", views.LoginView.as_view(), name="login"),
    path("logout", views.LogoutView.as_view(), name="logout"),
    path("authors", views.AuthorList.as_view(), name="authors"),
    path("categories", views.CategoryList.as_view(), name="categories"),
    *router.urls,
]

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error
