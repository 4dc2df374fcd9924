"""The forms topic: a form by POST, and the page that shows it."""
