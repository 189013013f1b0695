"""What others have published or observed, beside a plan."""
