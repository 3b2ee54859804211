"""Which schema an object must satisfy, and where it does not."""
