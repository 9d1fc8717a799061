"""The setting: what the loss measures, and its gradient.

The claims of `theory/model`; what they may use is said in `verifier.claims`.
"""
