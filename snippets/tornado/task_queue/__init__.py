"""Reports that a SAQ worker makes."""
