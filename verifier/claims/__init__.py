"""One claim a file, each a module-level ``CLAIM``. Discovered by `verifier.registry`, not listed here."""
