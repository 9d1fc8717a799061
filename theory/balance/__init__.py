"""The room theory/balance."""
