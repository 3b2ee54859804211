"""argv -> library -> report -> exit code; one module a command."""
