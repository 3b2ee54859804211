"""Rules x cluster -> findings; the one way in is `check`."""
