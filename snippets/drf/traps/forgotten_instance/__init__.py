"""What a serializer hands back after it has written a row."""
