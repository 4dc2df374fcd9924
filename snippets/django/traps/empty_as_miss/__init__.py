"""What a cache says when the answer was: nothing."""
