"""Bodies of rules: each turns an answer of `kube` or `schema` into hits."""
