"""Which view answers which path."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from . import views

router = SimpleRouter(trailing_slash=False)
router.register("reviews", views.ReviewViewSet, basename="review")

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("statistics", views.StatisticsView.as_view(), name="statistics"),
    path("users/<str:name>/role", views.RoleView.as_view(), name="role"),
    *router.urls,
]
