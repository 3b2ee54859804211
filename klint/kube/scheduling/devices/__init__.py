"""Devices that pods claim: dynamic resource allocation."""
