"""The checks, one module per concept."""
