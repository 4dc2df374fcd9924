"""What may be searched for; a form refuses the rest."""

from django import forms
from django.db.models import Q, QuerySet

from .models import Book

ORDERS = ["title", "-title", "year", "-year"]


class SearchForm(forms.Form):
    # A hundred letters hold fifty words at most; thousands would be too deep for SQLite's parser.
    q = forms.CharField(max_length=100, required=False)
    year_from = forms.IntegerField(min_value=0, max_value=9999, required=False)
    year_to = forms.IntegerField(min_value=0, max_value=9999, required=False)
    order_by = forms.ChoiceField(choices=[(order, order) for order in ORDERS], required=False)

    def search(self) -> QuerySet[Book]:
        wanted = self.cleaned_data
        books = Book.objects.select_related("author")
        for word in wanted["q"].split():
            # icontains makes %, _ and \ mean themselves.
            books = books.filter(Q(title__icontains=word) | Q(author__name__icontains=word))
        if wanted["year_from"] is not None:
            books = books.filter(year__gte=wanted["year_from"])
        if wanted["year_to"] is not None:
            books = books.filter(year__lte=wanted["year_to"])
        return books.order_by(wanted["order_by"] or "title", "pk")
