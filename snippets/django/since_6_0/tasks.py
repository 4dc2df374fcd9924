"""Work that a view hands over; where it runs is a setting."""

from django.tasks import task


@task
def count_words(text: str) -> int:
    """Count the words of a review.

    Arguments and result have to fit into JSON: another process may do the work.
    """
    if not text.strip():
        raise ValueError("The review is empty.")
    return len(text.split())
