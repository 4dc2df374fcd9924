"""A review that is announced after its answer was sent."""
