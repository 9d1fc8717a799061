"""One command of the command line a file, each a module-level ``command``. Discovered by `verifier.cli`."""
