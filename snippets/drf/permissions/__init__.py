"""Reviews: who may read, change and publish them."""
