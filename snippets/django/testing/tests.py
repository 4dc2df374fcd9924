"""What the reading list promises; each test sees the database as setUpTestData left it."""

from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse

from .models import Book


class BooksTest(TestCase):
    ada: User
    url: str

    @classmethod
    def setUpTestData(cls) -> None:
        # It runs once; what a test writes is rolled back before the next one.
        cls.ada = User.objects.create_user("Ada")
        cls.url = reverse("books")

    def test_a_new_list_is_empty(self) -> None:
        assert self.client.get(self.url).json() == []

    def test_who_is_logged_in_adds_a_book(self) -> None:
        self.client.force_login(self.ada)
        answer = self.client.post(self.url, {"title": "Emma", "stars": 5})
        assert answer.status_code == 201
        self.assertQuerySetEqual(
            Book.objects.values_list("title", "stars", "reader__username"), [("Emma", 5, "Ada")]
        )

    def test_a_stranger_adds_nothing(self) -> None:
        answer = self.client.post(self.url, {"title": "Emma", "stars": 5})
        assert answer.status_code == 401
        assert not Book.objects.exists()

    def test_six_stars_are_refused(self) -> None:
        self.client.force_login(self.ada)
        answer = self.client.post(self.url, {"title": "Emma", "stars": 6})
        self.assertContains(answer, "stars", status_code=400)
        assert not Book.objects.exists()

    def test_the_list_takes_one_query(self) -> None:
        for title in ("Emma", "Persuasion"):
            Book.objects.create(title=title, stars=4, reader=self.ada)
        with self.assertNumQueries(1):
            answer = self.client.get(self.url)
        assert [book["title"] for book in answer.json()] == ["Emma", "Persuasion"]
