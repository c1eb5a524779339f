"""Present values, measures and lines by payer."""
