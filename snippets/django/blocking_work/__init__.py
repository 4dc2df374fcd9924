"""Predictions that take a processor for a while."""
