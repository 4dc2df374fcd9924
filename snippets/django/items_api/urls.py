"""The list, the single item, and the answers in JSON where neither is meant."""

from django.urls import path

from . import views

urlpatterns = [
    path("items", views.ItemList.as_view(), name="items"),
    path("items/<int:item_id>", views.ItemDetail.as_view(), name="item"),
]

handler400 = views.bad_request
handler404 = views.not_found
