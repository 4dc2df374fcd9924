"""What the API promises; each test sees the database as setUpTestData left it."""

from django.contrib.auth.models import User
from django.urls import reverse
from rest_framework import status
from rest_framework.test import APITestCase

from .models import Book


class BooksTest(APITestCase):
    ada: User
    url: str

    @classmethod
    def setUpTestData(cls) -> None:
        # It runs once; what a test writes is rolled back before the next one.
        cls.ada = User.objects.create_user("Ada")
        cls.url = reverse("books")

    def test_a_new_list_is_empty(self) -> None:
        assert self.client.get(self.url).data == []

    def test_who_is_logged_in_adds_a_book(self) -> None:
        self.client.force_authenticate(self.ada)
        answer = self.client.post(self.url, {"title": "Emma", "stars": 5})
        assert answer.status_code == status.HTTP_201_CREATED
        assert answer.data == {"title": "Emma", "stars": 5, "reader": "Ada"}
        assert Book.objects.get().reader == self.ada

    def test_a_stranger_adds_nothing(self) -> None:
        answer = self.client.post(self.url, {"title": "Emma", "stars": 5})
        assert answer.status_code == status.HTTP_401_UNAUTHORIZED
        assert not Book.objects.exists()

    def test_six_stars_are_refused(self) -> None:
        self.client.force_authenticate(self.ada)
        answer = self.client.post(self.url, {"title": "Emma", "stars": 6})
        assert answer.status_code == status.HTTP_400_BAD_REQUEST
        assert set(answer.data) == {"stars"}
        assert not Book.objects.exists()

    def test_the_list_takes_one_query(self) -> None:
        for title in ("Emma", "Persuasion"):
            Book.objects.create(title=title, stars=4, reader=self.ada)
        with self.assertNumQueries(1):
            answer = self.client.get(self.url)
        assert [book["title"] for book in answer.data] == ["Emma", "Persuasion"]
