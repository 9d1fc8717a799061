"""One claim a file, its `Declaration` called ``CLAIM``. Discovered by `verifier.claim.registry`, not listed here."""
