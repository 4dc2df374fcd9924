"""Applications with hardly anything in them: what no framework on the same server can go below."""
