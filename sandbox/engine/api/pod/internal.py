"""A pod's spec as the API server holds it inside, written as JSON.

A refused change of a pod shows the difference of the *inner* specs, with Go's field names and
every field there is, so that its line numbers count fields nobody wrote. The tables give the
fields of ``pkg/apis/core/types.go`` (v1.37) in their order.
"""

from __future__ import annotations

import difflib
import json
import re
from functools import lru_cache
from typing import Any

from sandbox.engine.api.label_selector import shown
from sandbox.engine.cluster.objects import Tree

#: Struct: its fields. A field's type follows a colon: ``s`` text (also where there is none),
#: ``i`` number, ``b`` boolean, ``q`` quantity, ``v`` number or text, ``?`` a pointer to or a list
#: or map of such (null where it is not there), ``selector`` a label selector, a name with a star a
#: pointer to that struct, with brackets a list of it, a bare name the struct itself, and
#: ``=Name`` that struct's fields in place.
STRUCTS: dict[str, str] = {
    "PodSpec": "Volumes:[]Volume InitContainers:[]Container Containers:[]Container "
    "EphemeralContainers:[]EphemeralContainer "
    "RestartPolicy:s TerminationGracePeriodSeconds:? ActiveDeadlineSeconds:? DNSPolicy:s NodeSelector:? "
    "ServiceAccountName:s AutomountServiceAccountToken:? NodeName:s SecurityContext:*PodSecurityContext "
    "ImagePullSecrets:[]LocalObjectReference Hostname:s Subdomain:s SetHostnameAsFQDN:? Affinity:*Affinity "
    "SchedulerName:s Tolerations:[]Toleration HostAliases:[]HostAlias PriorityClassName:s Priority:? "
    "PreemptionPolicy:? DNSConfig:*PodDNSConfig ReadinessGates:[]PodReadinessGate RuntimeClassName:? Overhead:? "
    "EnableServiceLinks:? TopologySpreadConstraints:[]TopologySpreadConstraint OS:*PodOS "
    "SchedulingGates:[]PodSchedulingGate ResourceClaims:[]PodResourceClaim Resources:*ResourceRequirements "
    "HostnameOverride:? SchedulingGroup:*PodSchedulingGroup EvictionResponders:[]EvictionResponder",
    "Volume": "Name:s =VolumeSource",
    "VolumeSource": "HostPath:*HostPathVolumeSource EmptyDir:*EmptyDirVolumeSource GCEPersistentDisk:? "
    "AWSElasticBlockStore:? "
    "GitRepo:*GitRepoVolumeSource Secret:*SecretVolumeSource NFS:*NFSVolumeSource ISCSI:? Glusterfs:? "
    "PersistentVolumeClaim:*PersistentVolumeClaimVolumeSource RBD:? Quobyte:? FlexVolume:? Cinder:? CephFS:? "
    "Flocker:? DownwardAPI:*DownwardAPIVolumeSource FC:? AzureFile:? ConfigMap:*ConfigMapVolumeSource "
    "VsphereVolume:? AzureDisk:? PhotonPersistentDisk:? Projected:*ProjectedVolumeSource PortworxVolume:? "
    "ScaleIO:? StorageOS:? CSI:*CSIVolumeSource Ephemeral:? Image:*ImageVolumeSource",
    "HostPathVolumeSource": "Path:s Type:?",
    "EmptyDirVolumeSource": "Medium:s SizeLimit:? Mode:?",
    "GitRepoVolumeSource": "Repository:s Revision:s Directory:s",
    "SecretVolumeSource": "SecretName:s Items:[]KeyToPath DefaultMode:? Optional:? DefaultUser:?",
    "ConfigMapVolumeSource": "=LocalObjectReference Items:[]KeyToPath DefaultMode:? Optional:? DefaultUser:?",
    "DownwardAPIVolumeSource": "Items:[]DownwardAPIVolumeFile DefaultMode:? DefaultUser:?",
    "NFSVolumeSource": "Server:s Path:s ReadOnly:b",
    "PersistentVolumeClaimVolumeSource": "ClaimName:s ReadOnly:b",
    "ProjectedVolumeSource": "Sources:[]VolumeProjection DefaultMode:? DefaultUser:?",
    "VolumeProjection": "Secret:*SecretProjection DownwardAPI:*DownwardAPIProjection ConfigMap:*ConfigMapProjection "
    "ServiceAccountToken:*ServiceAccountTokenProjection ClusterTrustBundle:? PodCertificate:?",
    "SecretProjection": "=LocalObjectReference Items:[]KeyToPath Optional:?",
    "ConfigMapProjection": "=LocalObjectReference Items:[]KeyToPath Optional:?",
    "DownwardAPIProjection": "Items:[]DownwardAPIVolumeFile",
    "ServiceAccountTokenProjection": "Audience:s ExpirationSeconds:i Path:s User:?",
    "KeyToPath": "Key:s Path:s Mode:? User:?",
    "DownwardAPIVolumeFile": "Path:s FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector Mode:? "
    "User:?",
    "CSIVolumeSource": "Driver:s ReadOnly:? FSType:? VolumeAttributes:? NodePublishSecretRef:*LocalObjectReference",
    "ImageVolumeSource": "Reference:s PullPolicy:s",
    "LocalObjectReference": "Name:s",
    "Container": "Name:s Image:s Command:? Args:? WorkingDir:s Ports:[]ContainerPort "
    "EnvFrom:[]EnvFromSource Env:[]EnvVar "
    "Resources:ResourceRequirements ResizePolicy:[]ContainerResizePolicy RestartPolicy:? "
    "RestartPolicyRules:[]ContainerRestartRule VolumeMounts:[]VolumeMount VolumeDevices:[]VolumeDevice "
    "LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle "
    "TerminationMessagePath:s TerminationMessagePolicy:s ImagePullPolicy:s SecurityContext:*SecurityContext "
    "Stdin:b StdinOnce:b TTY:b",
    "EphemeralContainer": "=Container TargetContainerName:s",
    "ContainerPort": "Name:s HostPort:i ContainerPort:i Protocol:s HostIP:s",
    "ContainerResizePolicy": "ResourceName:s RestartPolicy:s",
    "ContainerRestartRule": "Action:s ExitCodes:*ContainerRestartRuleOnExitCodes",
    "ContainerRestartRuleOnExitCodes": "Operator:s Values:?",
    "EnvFromSource": "Prefix:s ConfigMapRef:*ConfigMapEnvSource SecretRef:*SecretEnvSource",
    "ConfigMapEnvSource": "=LocalObjectReference Optional:?",
    "SecretEnvSource": "=LocalObjectReference Optional:?",
    "EnvVar": "Name:s Value:s ValueFrom:*EnvVarSource",
    "EnvVarSource": "FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector "
    "ConfigMapKeyRef:*ConfigMapKeySelector "
    "SecretKeyRef:*SecretKeySelector FileKeyRef:*FileKeySelector",
    "ObjectFieldSelector": "APIVersion:s FieldPath:s",
    "ResourceFieldSelector": "ContainerName:s Resource:s Divisor:q",
    "ConfigMapKeySelector": "=LocalObjectReference Key:s Optional:?",
    "SecretKeySelector": "=LocalObjectReference Key:s Optional:?",
    "FileKeySelector": "VolumeName:s Path:s Key:s Optional:?",
    "ResourceRequirements": "Limits:? Requests:? Claims:[]ResourceClaim",
    "ResourceClaim": "Name:s Request:s",
    "VolumeMount": "Name:s ReadOnly:b RecursiveReadOnly:? MountPath:s SubPath:s MountPropagation:? SubPathExpr:s "
    "BindMountOptions:?",
    "VolumeDevice": "Name:s DevicePath:s",
    "Probe": "=ProbeHandler InitialDelaySeconds:i TimeoutSeconds:i PeriodSeconds:i "
    "SuccessThreshold:i FailureThreshold:i "
    "TerminationGracePeriodSeconds:?",
    "ProbeHandler": "Exec:*ExecAction HTTPGet:*HTTPGetAction TCPSocket:*TCPSocketAction GRPC:*GRPCAction",
    "ExecAction": "Command:?",
    "HTTPGetAction": "Path:s Port:v Host:s Scheme:s HTTPHeaders:[]HTTPHeader Protocol:?",
    "HTTPHeader": "Name:s Value:s",
    "TCPSocketAction": "Port:v Host:s",
    "GRPCAction": "Port:i Service:? Mode:?",
    "SleepAction": "Seconds:i",
    "Lifecycle": "PostStart:*LifecycleHandler PreStop:*LifecycleHandler StopSignal:?",
    "LifecycleHandler": "Exec:*ExecAction HTTPGet:*HTTPGetAction TCPSocket:*TCPSocketAction Sleep:*SleepAction",
    "SecurityContext": "Capabilities:*Capabilities Privileged:? SELinuxOptions:*SELinuxOptions "
    "WindowsOptions:? RunAsUser:? "
    "RunAsGroup:? RunAsNonRoot:? ReadOnlyRootFilesystem:? AllowPrivilegeEscalation:? ProcMount:? "
    "SeccompProfile:*Profile AppArmorProfile:*Profile",
    "PodSecurityContext": "HostNetwork:b HostPID:b HostIPC:b ShareProcessNamespace:? HostUsers:? "
    "SELinuxOptions:*SELinuxOptions "
    "WindowsOptions:? RunAsUser:? RunAsGroup:? RunAsNonRoot:? SupplementalGroups:? SupplementalGroupsPolicy:? "
    "FSGroup:? FSGroupChangePolicy:? Sysctls:[]Sysctl SeccompProfile:*Profile AppArmorProfile:*Profile "
    "SELinuxChangePolicy:?",
    "Capabilities": "Add:? Drop:?",
    "SELinuxOptions": "User:s Role:s Type:s Level:s",
    "Profile": "Type:s LocalhostProfile:?",
    "Sysctl": "Name:s Value:s",
    "Affinity": "NodeAffinity:*NodeAffinity PodAffinity:*PodAffinity PodAntiAffinity:*PodAffinity",
    "NodeAffinity": "RequiredDuringSchedulingIgnoredDuringExecution:*NodeSelector "
    "PreferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm",
    "PodAffinity": "RequiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm "
    "PreferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm",
    "NodeSelector": "NodeSelectorTerms:[]NodeSelectorTerm",
    "NodeSelectorTerm": "MatchExpressions:[]NodeSelectorRequirement MatchFields:[]NodeSelectorRequirement",
    "NodeSelectorRequirement": "Key:s Operator:s Values:?",
    "PreferredSchedulingTerm": "Weight:i Preference:NodeSelectorTerm",
    "WeightedPodAffinityTerm": "Weight:i PodAffinityTerm:PodAffinityTerm",
    "PodAffinityTerm": "LabelSelector:selector Namespaces:? TopologyKey:s NamespaceSelector:selector MatchLabelKeys:? "
    "MismatchLabelKeys:?",
    "Toleration": "Key:s Operator:s Value:s Effect:s TolerationSeconds:?",
    "HostAlias": "IP:s Hostnames:?",
    "PodDNSConfig": "Nameservers:? Searches:? Options:[]PodDNSConfigOption",
    "PodDNSConfigOption": "Name:s Value:?",
    "PodReadinessGate": "ConditionType:s",
    "TopologySpreadConstraint": "MaxSkew:i TopologyKey:s WhenUnsatisfiable:s LabelSelector:selector MinDomains:? "
    "NodeAffinityPolicy:? "
    "NodeTaintsPolicy:? MatchLabelKeys:?",
    "PodOS": "Name:s",
    "PodSchedulingGate": "Name:s",
    "PodResourceClaim": "Name:s ResourceClaimName:? ResourceClaimTemplateName:?",
    "PodSchedulingGroup": "PodGroupName:?",
    "EvictionResponder": "Name:s Priority:i",
}

#: Go names whose spelling outside follows no rule.
_ODD = {"CephFS": "cephfs", "StorageOS": "storageos"}
_IN_SPEC = ("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers")
_ZEROS: dict[str, Any] = {"s": "", "i": 0, "b": False, "q": "0", "v": 0}


def outer_name(name: str) -> str:
    """``DNSPolicy`` is ``dnsPolicy`` outside, ``HTTPGet`` is ``httpGet``, ``TTY`` is ``tty``."""
    if name in _ODD:
        return _ODD[name]
    capitals = len(name) - len(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if capitals < len(name) and capitals > 1:
        capitals -= 1
    return name[:capitals].lower() + name[capitals:]


@lru_cache(maxsize=256)
def _fields(struct: str) -> tuple[tuple[str, str, str], ...]:
    found: list[tuple[str, str, str]] = []
    for word in STRUCTS[struct].split():
        if word.startswith("="):
            found += _fields(word[1:])
        else:
            name, _, kind = word.partition(":")
            found.append((name, outer_name(name), kind))
    return tuple(found)


def convert(struct: str, tree: Tree) -> Tree:
    """The inner form of a part of the spec."""
    if struct == "PodSpec":
        context = tree.get("securityContext") or {}
        tree = {**tree, "securityContext": {**context, **{name: tree[name] for name in _IN_SPEC if name in tree}}}
    return {name: _value(kind, tree.get(outer)) for name, outer, kind in _fields(struct)}


def _value(kind: str, value: Any) -> Any:
    if kind in _ZEROS:
        return _ZEROS[kind] if value is None else value
    if value is None:
        return (
            {"Limits": None, "Requests": None, "Claims": None}
            if kind == "ResourceRequirements"
            else (convert(kind, {}) if kind in STRUCTS else None)
        )
    if kind == "selector":
        return shown(value)
    if kind.startswith("[]"):
        return [convert(kind[2:], one) for one in value] or None
    if kind.startswith("*"):
        return convert(kind[1:], value)
    if kind in STRUCTS:
        return convert(kind, value)
    if isinstance(value, dict):
        return dict(sorted(value.items())) or None
    return None if value == [] else value


def lines(spec: Tree) -> list[str]:
    """The lines of the inner form, each with its line break."""
    text = json.dumps(convert("PodSpec", spec), indent=1, ensure_ascii=False)
    text = re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)
    return [f"{line}\n" for line in text.split("\n")]


def difference(old: Tree, new: Tree) -> str:
    """A unified diff without its heading, three lines of context around each change."""
    return "".join(list(difflib.unified_diff(lines(old), lines(new), n=3))[2:])
