"""What the README quotes is measured here."""
