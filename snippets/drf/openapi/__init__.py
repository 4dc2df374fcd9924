"""An API that describes itself."""
