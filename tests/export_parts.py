"""What the tests of office files share: parts of the archive, their XML, and what breaks a file."""

import io
import posixpath
import zipfile
from xml.etree import ElementTree

NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "r": "http://schemas.openxmlformats.org/package/2006/relationships",
    "t": "http://schemas.openxmlformats.org/package/2006/content-types",
}


def parts(data):
    """Return the members of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names)), "a member stands twice"
        return {name: archive.read(name) for name in names}


def xml(content):
    return ElementTree.fromstring(content)


def texts(content, tag):
    """Return the text of every element of a kind, such as ``a:t``."""
    prefix, local = tag.split(":")
    return [node.text or "" for node in xml(content).iter(f"{{{NAMES[prefix]}}}{local}")]


def package_mistakes(data):
    """Return what would make an office program offer to repair the file."""
    members = parts(data)
    mistakes = [f"no {name}" for name in ("[Content_Types].xml", "_rels/.rels") if name not in members]
    types = xml(members["[Content_Types].xml"])
    defaults = {node.get("Extension").lower() for node in types.iter(f"{{{NAMES['t']}}}Default")}
    overrides = {node.get("PartName") for node in types.iter(f"{{{NAMES['t']}}}Override")}
    mistakes += [f"no part for the type of {name}" for name in overrides if name.lstrip("/") not in members]
    for name, content in members.items():
        suffix = name.rsplit(".", 1)[-1].lower()
        if f"/{name}" not in overrides and suffix not in defaults and name != "[Content_Types].xml":
            mistakes.append(f"no content type for {name}")
        if suffix in {"xml", "rels"}:
            tree = xml(content)
            mistakes += _lost_targets(name, tree, members) if suffix == "rels" else []
    return mistakes


def _lost_targets(name, tree, members):
    folder = posixpath.dirname(posixpath.dirname(name))
    ids = [node.get("Id") for node in tree]
    found = [f"{name}: an id stands twice"] if len(ids) != len(set(ids)) else []
    for node in tree.iter(f"{{{NAMES['r']}}}Relationship"):
        if node.get("TargetMode") == "External":
            found.append(f"{name} leads outside: {node.get('Target')}")
            continue
        target = node.get("Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if path.lstrip("./") not in members:
            found.append(f"{name}: no part {path}")
    return found


def out_of_order(element, order):
    """Return the names of an element's children that stand against the order of its schema."""
    places = [order.index(child.tag.split("}")[1]) for child in element]
    names = [child.tag.split("}")[1] for child in element]
    return [names[i + 1] for i in range(len(places) - 1) if places[i] > places[i + 1]]
