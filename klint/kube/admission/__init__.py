"""What the API server does with an object before it is stored: defaults, validation, policy."""
