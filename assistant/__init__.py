"""Answering: the library's front door."""
