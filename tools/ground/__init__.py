"""The steps of `tools.bootstrap`: standard library only, because nothing is installed yet when they run."""
