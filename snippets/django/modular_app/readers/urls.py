"""The addresses of the readers."""

from django.urls import path

from . import views

app_name = "readers"
urlpatterns = [path("<int:number>", views.reader, name="reader")]
