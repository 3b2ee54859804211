"""What a kustomization does to objects: each transformer is a function from objects to objects."""
