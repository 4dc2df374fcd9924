"""Queries of asynchronous and of synchronous views, and the threads that they run in."""
