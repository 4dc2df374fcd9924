"""Books with a stock, orders, and the vouchers that were redeemed."""

from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=200)
    # "Positive" includes 0, and is a CHECK in the database as well.
    stock = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.title


class Order(models.Model):
    reader = models.CharField(max_length=100)
    books = models.ManyToManyField(Book)

    def __str__(self) -> str:
        return f"order {self.pk} of {self.reader}"


class Redemption(models.Model):
    code = models.CharField(max_length=20, unique=True)
    order = models.OneToOneField(Order, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return self.code
