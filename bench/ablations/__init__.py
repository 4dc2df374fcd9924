"""One factor changed in a snippet of the guide, to see what that factor costs."""
