"""Answers about growth, ranges and memory, as text for people and as data for programs."""
