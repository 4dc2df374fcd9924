"""A prediction that keeps a processor busy: the worker processes import this module alone."""


def predict(book_id: int) -> float:
    """Guess how many stars a book will get; the arithmetic stands for a model's."""
    value = book_id
    for _ in range(3_000_000):
        value = (value * 1_103_515_245 + 12_345) % 2**31
    return 1 + value % 41 / 10
