"""Hostile inputs, kills and environments: what docs/trust.md promises is tried here."""
