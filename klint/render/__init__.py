"""Sources that are made of others: what reaches a cluster, and where each line of it is written."""
