"""The command line itself.

It may use `verifier/ground`, `verifier/terminal` and `verifier/commands`.

In this package the two sides meet: `verifier.claims` says what is claimed and compares what `theory` derives with what
`numerics` computes; `verifier.claim` holds the verdicts, which are never rounded up; `verifier.run` runs the claims and
`verifier.report` shows what came of them. For a reader's own teacher there are `verifier.problem`, `verifier.descent`,
`verifier.certificate` and `verifier.sweep`; `verifier.commands` has one file for each command.
"""
