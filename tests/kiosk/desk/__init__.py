"""What stands around the screen."""
