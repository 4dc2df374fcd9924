"""What a serializer lets out and in."""
