"""One claim a file, each a module-level ``CLAIM``. Discovered by `verifier.claim.registry`, not listed here."""
