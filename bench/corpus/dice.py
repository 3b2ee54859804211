"""Chance, and the words that it picks from."""

from __future__ import annotations

import random

TEAMS = (
    "billing",
    "catalog",
    "checkout",
    "identity",
    "logistics",
    "media",
    "platform",
    "search",
    "shop",
    "web",
)
PARTS = ("api", "cache", "consumer", "cron", "db", "exporter", "frontend", "gateway", "ingest", "mailer",
         "proxy", "queue", "scheduler", "sync", "worker")  # fmt: skip
IMAGES = ("nginx", "redis", "postgres", "busybox", "python", "node", "envoyproxy/envoy", "prom/prometheus",
          "registry.example.com/shop/cart", "registry.example.com/shop/orders", "ghcr.example.org/tools/sync")  # fmt: skip
REMARKS = ("keep in step with the dashboard", "see the runbook before changing this", "set by the release job",
           "TODO raise once the nodes are larger", "the default is too low", "required by the mesh")  # fmt: skip
WORDS = ("access", "backend", "batch", "bucket", "certificate", "channel", "client", "cluster", "condition",
         "credential", "deadline", "endpoint", "filter", "header", "health", "host", "interval", "issuer", "key",
         "limit", "listener", "match", "metric", "mode", "path", "peer", "policy", "pool", "port", "probe", "protocol",
         "quota", "rate", "reference", "region", "replica", "retry", "role", "route", "schedule", "secret", "selector",
         "session", "source", "status", "storage", "target", "template", "timeout", "token", "trace", "upstream",
         "volume", "weight", "window", "zone")  # fmt: skip


class Dice(random.Random):
    """The same seed rolls the same repository on every Python."""

    def often(self, share: float) -> bool:
        """True in that share of all rolls."""
        return self.random() < share

    def namespace(self) -> str:
        return self.choice(TEAMS) + self.choice(("", "", "-dev", "-staging"))

    def name(self) -> str:
        """Mostly one that other files use too."""
        name = f"{self.choice(TEAMS)}-{self.choice(PARTS)}"
        return f"{name}-{self.choice(WORDS)}" if self.often(0.4) else name

    def image(self) -> str:
        tag = self.choice(
            ("latest", "", "1.2.3", f"{self.randrange(9)}.{self.randrange(30)}.{self.randrange(9)}")
        )
        return f"{self.choice(IMAGES)}:{tag}".rstrip(":")

    def sentence(self, words: int) -> str:
        picked = [self.choice(WORDS) for _ in range(words)]
        return f"{picked[0].capitalize()} of the {' '.join(picked[1:])}."

    def camel(self) -> str:
        """A field name."""
        return self.choice(WORDS) + self.choice(WORDS).capitalize()
