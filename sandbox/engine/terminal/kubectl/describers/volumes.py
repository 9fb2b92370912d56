"""Volumes of a pod or of a pod template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl import go_values
from sandbox.engine.terminal.kubectl.describers.description import Description

#: A volume's source, what it is, and its fields with what stands for one that is not set.
SOURCES: dict[str, tuple[str, tuple[tuple[str, str, Any], ...]]] = {
    "hostPath": ("HostPath (bare host directory volume)", (("Path", "path", ""), ("HostPathType", "type", "<none>"))),
    "emptyDir": (
        "EmptyDir (a temporary directory that shares a pod's lifetime)",
        (("Medium", "medium", ""), ("SizeLimit", "sizeLimit", "<unset>")),
    ),
    "secret": (
        "Secret (a volume populated by a Secret)",
        (("SecretName", "secretName", ""), ("Optional", "optional", False)),
    ),
    "configMap": (
        "ConfigMap (a volume populated by a ConfigMap)",
        (("Name", "name", ""), ("Optional", "optional", False)),
    ),
    "nfs": (
        "NFS (an NFS mount that lasts the lifetime of a pod)",
        (("Server", "server", ""), ("Path", "path", ""), ("ReadOnly", "readOnly", False)),
    ),
    "persistentVolumeClaim": (
        "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
        (("ClaimName", "claimName", ""), ("ReadOnly", "readOnly", False)),
    ),
    "gitRepo": (
        "GitRepo (a volume that is pulled from git when the pod is created)",
        (("Repository", "repository", ""), ("Revision", "revision", "")),
    ),
    "csi": (
        "CSI (a Container Storage Interface (CSI) volume source)",
        (("Driver", "driver", ""), ("FSType", "fsType", ""), ("ReadOnly", "readOnly", False)),
    ),
    "image": (
        "Image (a container image or OCI artifact)",
        (("Reference", "reference", ""), ("PullPolicy", "pullPolicy", "")),
    ),
    "awsElasticBlockStore": (
        "AWSElasticBlockStore (a Persistent Disk resource in AWS)",
        (
            ("VolumeID", "volumeID", ""),
            ("FSType", "fsType", ""),
            ("Partition", "partition", 0),
            ("ReadOnly", "readOnly", False),
        ),
    ),
    "gcePersistentDisk": (
        "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)",
        (
            ("PDName", "pdName", ""),
            ("FSType", "fsType", ""),
            ("Partition", "partition", 0),
            ("ReadOnly", "readOnly", False),
        ),
    ),
    "glusterfs": (
        "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
        (("EndpointsName", "endpoints", ""), ("Path", "path", ""), ("ReadOnly", "readOnly", False)),
    ),
    "cinder": (
        "Cinder (a Persistent Disk resource in OpenStack)",
        (
            ("VolumeID", "volumeID", ""),
            ("FSType", "fsType", ""),
            ("ReadOnly", "readOnly", False),
            ("SecretRef", "secretRef", None),
        ),
    ),
}


def describe(out: Description, volumes: Sequence[Tree] | None, indent: str = "") -> None:
    """All volumes, each with its source."""
    if not volumes:
        out.line(f"{indent}Volumes:\t<none>")
        return
    out.line(f"{indent}Volumes:")
    for volume in volumes:
        out.line(f"{' ' if indent else ''}{volume.get('name', '')}:", 1)
        _source(out, volume)


def _source(out: Description, volume: Tree) -> None:
    if volume.get("downwardAPI") is not None:
        out.line("Type:\tDownwardAPI (a volume populated by information about the pod)", 2)
        out.line("Items:", 2)
        for item in volume["downwardAPI"].get("items") or ():
            if item.get("fieldRef") is not None:
                out.line(f"{item['fieldRef'].get('fieldPath', '')} -> {item.get('path', '')}", 3)
            if item.get("resourceFieldRef") is not None:
                out.line(f"{item['resourceFieldRef'].get('resource', '')} -> {item.get('path', '')}", 3)
        return
    if volume.get("projected") is not None:
        _projected(out, volume["projected"])
        return
    found = next(((name, *SOURCES[name]) for name in SOURCES if volume.get(name) is not None), None)
    if found is None:
        out.line("<unknown>", 1)
        return
    name, what, fields = found
    out.line(f"Type:\t{what}", 2)
    for label, field, unset in fields:
        value = volume[name].get(field)
        out.line(f"{label}:\t{go_values.plain(unset if value is None else value)}", 2)


def _projected(out: Description, projected: Tree) -> None:
    out.line("Type:\tProjected (a volume that contains injected data from multiple sources)", 2)
    for source in projected.get("sources") or ():
        for label, field in (("SecretName", "secret"), ("ConfigMapName", "configMap")):
            if source.get(field) is not None:
                out.line(f"{label}:\t{source[field].get('name', '')}", 2)
                out.line(f"Optional:\t{go_values.plain(bool(source[field].get('optional')))}", 2)
        if source.get("downwardAPI") is not None:
            out.line("DownwardAPI:\ttrue", 2)
        if source.get("serviceAccountToken") is not None:
            out.line(f"TokenExpirationSeconds:\t{source['serviceAccountToken'].get('expirationSeconds', 0)}", 2)
