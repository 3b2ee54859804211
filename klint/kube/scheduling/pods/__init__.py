"""Pods, and what they ask for."""
