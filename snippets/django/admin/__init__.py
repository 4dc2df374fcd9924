"""Books, and an admin site for those who look after them."""
