"""YAML as Kubernetes reads it: a Source becomes Documents, every value with its exact span."""

from klint.yaml.comments import Comment
from klint.yaml.decode import Undecodable, decode
from klint.yaml.document import Document
from klint.yaml.node import Node
from klint.yaml.problems import Problem
from klint.yaml.stream import Stream, parse

__all__ = ["Comment", "Document", "Node", "Problem", "Stream", "Undecodable", "decode", "parse"]
