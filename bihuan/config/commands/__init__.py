"""The operator's own commands, one file each. None imports Django before it runs."""
