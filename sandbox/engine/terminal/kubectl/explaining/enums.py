"""Fields that take one of a few words: what the API server's OpenAPI document says about the words.

The published type structure that the engine ships with lacks them. The texts are those of
``kubectl explain`` (v1.37), values in alphabetical order; a value of which nothing is said has an empty text.
"""

from __future__ import annotations

#: An enumeration: each value and what is said of it. (The traffic policies name their values twice.)
Enum = tuple[tuple[str, str], ...]

PROTOCOL: Enum = (("SCTP", "is the SCTP protocol."), ("TCP", "is the TCP protocol."), ("UDP", "is the UDP protocol."))
SERVICE_TYPE: Enum = (
    ("ClusterIP", "means a service will only be accessible inside the cluster, via the cluster IP."),
    (
        "ExternalName",
        "means a service consists of only a reference to an external name that kubedns or equivalent will "
        "return as a CNAME record, with no exposing or proxying of any pods involved.",
    ),
    (
        "LoadBalancer",
        "means a service will be exposed via an external load balancer (if the cloud provider supports "
        "it), in addition to 'NodePort' type.",
    ),
    ("NodePort", "means a service will be exposed on one port of every node, in addition to 'ClusterIP' type."),
)
AFFINITY: Enum = (("ClientIP", "is the Client IP based."), ("None", "- no session affinity."))
EXTERNAL_POLICY: Enum = (
    ("Cluster", ""),
    ("Cluster", "routes traffic to all endpoints."),
    ("Local", ""),
    (
        "Local",
        "preserves the source IP of the traffic by routing only to endpoints on the same node as the traffic was "
        "received on (dropping the traffic if there are no local endpoints).",
    ),
)
INTERNAL_POLICY: Enum = (
    ("Cluster", "routes traffic to all endpoints."),
    (
        "Local",
        "routes traffic only to endpoints on the same node as the client pod (dropping the traffic if there are "
        "no local endpoints).",
    ),
)
FAMILY_POLICY: Enum = (
    (
        "PreferDualStack",
        "indicates that this service prefers dual-stack when the cluster is configured for dual-stack. "
        "If the cluster is not configured for dual-stack the service will be assigned a single "
        "IPFamily. If the IPFamily is not set in service.spec.ipFamilies then the service will be "
        "assigned the default IPFamily configured on the cluster",
    ),
    (
        "RequireDualStack",
        "indicates that this service requires dual-stack. Using IPFamilyPolicyRequireDualStack on a "
        "single stack cluster will result in validation errors. The IPFamilies (and their order) "
        "assigned to this service is based on service.spec.ipFamilies. If service.spec.ipFamilies was "
        "not provided then it will be assigned according to how they are configured on the cluster. "
        "If service.spec.ipFamilies has only one entry then the alternative IPFamily will be added by "
        "apiserver",
    ),
    (
        "SingleStack",
        "indicates that this service is required to have a single IPFamily. The IPFamily assigned is based "
        "on the default IPFamily used by the cluster or as identified by service.spec.ipFamilies field",
    ),
)
ADDRESS_TYPE: Enum = (
    ("FQDN", "represents a FQDN."),
    ("IPv4", "represents an IPv4 Address."),
    ("IPv6", "represents an IPv6 Address."),
)
RESTART_POLICY: Enum = (("Always", ""), ("Never", ""), ("OnFailure", ""))
DNS_POLICY: Enum = (
    (
        "ClusterFirst",
        "indicates that the pod should use cluster DNS first unless hostNetwork is true, if it is "
        "available, then fall back on the default (as determined by kubelet) DNS settings.",
    ),
    (
        "ClusterFirstWithHostNet",
        "indicates that the pod should use cluster DNS first, if it is available, then fall "
        "back on the default (as determined by kubelet) DNS settings.",
    ),
    ("Default", "indicates that the pod should use the default (as determined by kubelet) DNS settings."),
    (
        "None",
        "indicates that the pod should use empty DNS settings. DNS parameters such as nameservers and search "
        "paths "
        "should be defined via DNSConfig.",
    ),
)
PULL_POLICY: Enum = (
    ("Always", "means that kubelet always attempts to pull the latest image. Container will fail If the pull fails."),
    (
        "IfNotPresent",
        "means that kubelet pulls if the image isn't present on disk. Container will fail if the image "
        "isn't present and the pull fails.",
    ),
    (
        "Never",
        "means that kubelet never pulls an image, but only uses a local image. Container will fail if the image "
        "isn't present",
    ),
)
SCHEME: Enum = (
    ("HTTP", "means that the scheme used will be http://"),
    ("HTTPS", "means that the scheme used will be https://"),
)
TERMINATION_MESSAGE: Enum = (
    (
        "FallbackToLogsOnError",
        "will read the most recent contents of the container logs for the container status "
        "message when the container exits with an error and the terminationMessagePath has no "
        "contents.",
    ),
    (
        "File",
        "is the default behavior and will set the container status message to the contents of the container's "
        "terminationMessagePath when the container exits.",
    ),
)
TAINT_EFFECT: Enum = (
    (
        "NoExecute",
        "Evict any already-running pods that do not tolerate the taint. Currently enforced by NodeController.",
    ),
    (
        "NoSchedule",
        "Do not allow new pods to schedule onto the node unless they tolerate the taint, but allow all pods "
        "submitted to Kubelet without going through the scheduler to start, and allow all already-running "
        "pods to continue running. Enforced by the scheduler.",
    ),
    (
        "PreferNoSchedule",
        "Like TaintEffectNoSchedule, but the scheduler tries not to schedule new pods onto the node, "
        "rather than prohibiting new pods from scheduling onto the node entirely. Enforced by the "
        "scheduler.",
    ),
)
POD_PHASE: Enum = (
    (
        "Failed",
        "means that all containers in the pod have terminated, and at least one container has terminated in a "
        "failure (exited with a non-zero exit code or was stopped by the system).",
    ),
    (
        "Pending",
        "means the pod has been accepted by the system, but one or more of the containers has not been "
        "started. "
        "This includes time before being bound to a node, as well as time spent pulling images onto the host.",
    ),
    (
        "Running",
        "means the pod has been bound to a node and all of the containers have been started. At least one "
        "container is still running or is in the process of being restarted.",
    ),
    (
        "Succeeded",
        "means that all containers in the pod have voluntarily terminated with a container exit code of 0, "
        "and the system is not going to restart any of these containers.",
    ),
    (
        "Unknown",
        "means that for some reason the state of the pod could not be obtained, typically due to an error in "
        "communicating with the host of the pod. Deprecated: It isn't being set since 2015 "
        "(74da3b14b0c0f658b3bb8d2def5094686d0e9095)",
    ),
)
NAMESPACE_PHASE: Enum = (
    ("Active", "means the namespace is available for use in the system"),
    ("Terminating", "means the namespace is undergoing graceful termination"),
)
DEPLOYMENT_STRATEGY: Enum = (
    ("Recreate", "Kill all existing pods before creating new ones."),
    (
        "RollingUpdate",
        "Replace the old ReplicaSets by new one using rolling update i.e gradually scale down the old "
        "ReplicaSets and scale up the new one.",
    ),
)
DAEMON_SET_STRATEGY: Enum = (
    ("OnDelete", "Replace the old daemons only when it's killed"),
    (
        "RollingUpdate",
        "Replace the old daemons by new ones using rolling update i.e replace them on each node one after the other.",
    ),
)
POD_MANAGEMENT: Enum = (
    (
        "OrderedReady",
        "will create pods in strictly increasing order on scale up and strictly decreasing order on scale "
        "down, progressing only when the previous pod is ready or terminated. At most one pod will be "
        "changed at any time.",
    ),
    (
        "Parallel",
        "will create and delete pods as soon as the stateful set replica count is changed, and will not wait "
        "for pods to be ready or complete termination.",
    ),
)
STATEFUL_SET_STRATEGY: Enum = (
    (
        "OnDelete",
        "triggers the legacy behavior. Version tracking and ordered rolling restarts are disabled. Pods are "
        "recreated from the StatefulSetSpec when they are manually deleted. When a scale operation is "
        "performed with this strategy,specification version indicated by the StatefulSet's currentRevision.",
    ),
    (
        "RollingUpdate",
        "indicates that update will be applied to all Pods in the StatefulSet with respect to the "
        "StatefulSet ordering constraints. When a scale operation is performed with this strategy, new "
        "Pods will be created from the specification version indicated by the StatefulSet's "
        "updateRevision.",
    ),
)
COMPLETION_MODE: Enum = (
    (
        "Indexed",
        "is a Job completion mode. In this mode, the Pods of a Job get an associated completion index from 0 "
        "to "
        "(.spec.completions - 1). The Job is considered complete when a Pod completes for each completion "
        "index.",
    ),
    (
        "NonIndexed",
        "is a Job completion mode. In this mode, the Job is considered complete when there have been "
        ".spec.completions successfully completed Pods. Pod completions are homologous to each other.",
    ),
)

#: ``type.field`` (the type without its package) and the words it takes.
FIELDS: dict[str, Enum] = {
    "core.v1.ContainerPort.protocol": PROTOCOL,
    "core.v1.EndpointPort.protocol": PROTOCOL,
    "core.v1.PortStatus.protocol": PROTOCOL,
    "core.v1.ServicePort.protocol": PROTOCOL,
    "discovery.v1.EndpointPort.protocol": PROTOCOL,
    "core.v1.ServiceSpec.externalTrafficPolicy": EXTERNAL_POLICY,
    "core.v1.ServiceSpec.internalTrafficPolicy": INTERNAL_POLICY,
    "core.v1.ServiceSpec.ipFamilyPolicy": FAMILY_POLICY,
    "core.v1.ServiceSpec.sessionAffinity": AFFINITY,
    "core.v1.ServiceSpec.type": SERVICE_TYPE,
    "discovery.v1.EndpointSlice.addressType": ADDRESS_TYPE,
    "core.v1.Container.imagePullPolicy": PULL_POLICY,
    "core.v1.Container.terminationMessagePolicy": TERMINATION_MESSAGE,
    "core.v1.EphemeralContainer.imagePullPolicy": PULL_POLICY,
    "core.v1.EphemeralContainer.terminationMessagePolicy": TERMINATION_MESSAGE,
    "core.v1.HTTPGetAction.scheme": SCHEME,
    "core.v1.ImageVolumeSource.pullPolicy": PULL_POLICY,
    "core.v1.NamespaceStatus.phase": NAMESPACE_PHASE,
    "core.v1.PodSpec.dnsPolicy": DNS_POLICY,
    "core.v1.PodSpec.restartPolicy": RESTART_POLICY,
    "core.v1.PodStatus.phase": POD_PHASE,
    "core.v1.Taint.effect": TAINT_EFFECT,
    "core.v1.Toleration.effect": TAINT_EFFECT,
    "apps.v1.DaemonSetUpdateStrategy.type": DAEMON_SET_STRATEGY,
    "apps.v1.DeploymentStrategy.type": DEPLOYMENT_STRATEGY,
    "apps.v1.StatefulSetSpec.podManagementPolicy": POD_MANAGEMENT,
    "apps.v1.StatefulSetUpdateStrategy.type": STATEFUL_SET_STRATEGY,
    "batch.v1.JobSpec.completionMode": COMPLETION_MODE,
}


def enum(type_name: str, field: str) -> Enum:
    """The words that a field takes; empty where it takes any. ``type_name`` is ``io.k8s.api.core.v1.Service``."""
    return FIELDS.get(f"{type_name.removeprefix('io.k8s.api.')}.{field}", ())


def said(words: Enum) -> str:
    """What a field's description says about its words, with the blank line in front."""
    lines = [f' - `"{value}"`{" " + text if text else ""}' for value, text in words]
    return "\n\nPossible enum values:\n" + "\n".join(lines) if lines else ""
