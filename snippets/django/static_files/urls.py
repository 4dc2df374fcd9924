"""The one page; static files need no path here, for the middleware knows them."""

from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [path("", TemplateView.as_view(template_name="books.html"), name="books")]
