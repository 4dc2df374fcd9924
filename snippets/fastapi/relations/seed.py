"""Twenty books by twenty authors, written once to an empty database."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Author, Book

BOOKS = {
    "A Christmas Carol": "Charles Dickens",
    "Anna Karenina": "Leo Tolstoy",
    "Anne of Green Gables": "Lucy Maud Montgomery",
    "Black Beauty": "Anna Sewell",
    "Dracula": "Bram Stoker",
    "Frankenstein": "Mary Shelley",
    "Heidi": "Johanna Spyri",
    "Howards End": "E. M. Forster",
    "Jane Eyre": "Charlotte Brontë",
    "Kim": "Rudyard Kipling",
    "Little Women": "Louisa May Alcott",
    "Madame Bovary": "Gustave Flaubert",
    "Middlemarch": "George Eliot",
    "Moby-Dick": "Herman Melville",
    "Peter and Wendy": "J. M. Barrie",
    "Pride and Prejudice": "Jane Austen",
    "The Age of Innocence": "Edith Wharton",
    "The Call of the Wild": "Jack London",
    "The Time Machine": "H. G. Wells",
    "Wuthering Heights": "Emily Brontë",
}


def seed(session: Session) -> None:
    if session.scalar(select(Book.id).limit(1)) is None:
        session.add_all(
            Book(title=title, author=Author(name=author)) for title, author in BOOKS.items()
        )
        session.commit()
