"""The parts of `build_schemas.py`: fetch packages, read facts, lay them over each other."""
