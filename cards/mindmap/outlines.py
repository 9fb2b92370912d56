"""The map for other programs: OPML 2.0 for outliners and mind map editors, Markdown for everything else."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

from cards.mindmap.tree import Node


def opml(root: Node, whole: Callable[[str], str]) -> str:
    """The map as an OPML 2.0 document; `whole` makes a whole address of a path."""
    document = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(document, "head")
    ElementTree.SubElement(head, "title").text = root.title
    ElementTree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = ElementTree.SubElement(document, "body")
    _outline(body, root, whole)
    ElementTree.indent(document)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(document, encoding="unicode")}\n'


def _outline(parent: ElementTree.Element, node: Node, whole: Callable[[str], str]) -> None:
    attributes = {"text": node.title}
    if node.address:
        attributes |= {"type": "link", "url": whole(node.address)}
    element = ElementTree.SubElement(parent, "outline", attributes)
    for child in node.children:
        _outline(element, child, whole)


def markdown(root: Node, whole: Callable[[str], str]) -> str:
    """The map as a nested list, every thing a link."""
    lines = [f"# {root.title}\n\n"]

    def write(node: Node, depth: int) -> None:
        title = node.title.replace("[", "\\[").replace("]", "\\]").replace("<", "\\<")
        text = f"[{title}]({whole(node.address)})" if node.address else title
        lines.append(f"{'  ' * depth}- {text}\n")
        for child in node.children:
            write(child, depth + 1)

    for child in root.children:
        write(child, 0)
    return "".join(lines)
