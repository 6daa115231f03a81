"""Find where code silently makes up a value that a checkpoint should have held."""
