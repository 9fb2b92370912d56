"""Text to documents: plain values as kubectl reads them, each with its place in the text."""

from sandbox.engine.manifests.document import Document, Manifest
from sandbox.engine.manifests.parse import SIZE, parse

__all__ = ["SIZE", "Document", "Manifest", "parse"]
