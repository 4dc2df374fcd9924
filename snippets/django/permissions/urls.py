"""Which view answers which path."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("statistics", views.statistics, name="statistics"),
    path("reviews", views.ReviewsView.as_view(), name="reviews"),
    path("reviews/<int:pk>", views.ReviewView.as_view(), name="review"),
    path("reviews/<int:pk>/publish", views.publish, name="publish"),
    path("users/<str:name>/role", views.change_role, name="role"),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
