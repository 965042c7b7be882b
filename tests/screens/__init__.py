"""Every page on every reference screen in both languages: drawn, measured, saved in build/screens."""
