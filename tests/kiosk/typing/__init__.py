"""Vietnamese typing, key by key."""
