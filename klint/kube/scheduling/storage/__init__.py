"""Claims, volumes and what pods attach, while pods are being placed."""
