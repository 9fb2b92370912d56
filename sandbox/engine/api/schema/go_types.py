"""What the published structure does not say about the API's Go types.

The API server's answers show Go: ``json: cannot unmarshal number into Go struct field
ServiceSpec.spec.type of type v1.ServiceType``, and an object is written back with or without a
zero value depending on whether its field is a pointer. Taken from ``types.go`` of
``k8s.io/api`` (core, apps, batch, discovery, networking v1) and of apimachinery's meta v1.
"""

from __future__ import annotations

#: Fields whose Go type is a named string (or number), by struct and field.
NAMED: dict[str, dict[str, str]] = {
    "ObjectMeta": {"uid": "types.UID"},
    "OwnerReference": {"uid": "types.UID"},
    "ObjectReference": {"uid": "types.UID"},
    "ManagedFieldsEntry": {"operation": "v1.ManagedFieldsOperationType"},
    "Condition": {"status": "v1.ConditionStatus"},
    "LabelSelectorRequirement": {"operator": "v1.LabelSelectorOperator"},
    "LoadBalancerIngress": {"ipMode": "v1.LoadBalancerIPMode"},
    "PortStatus": {"protocol": "v1.Protocol"},
    "ContainerPort": {"protocol": "v1.Protocol"},
    "EndpointPort": {"protocol": "v1.Protocol"},
    "EndpointSlice": {"addressType": "v1.AddressType"},
    "PodSpec": {
        "restartPolicy": "v1.RestartPolicy",
        "dnsPolicy": "v1.DNSPolicy",
        "preemptionPolicy": "v1.PreemptionPolicy",
    },
    "PodStatus": {"phase": "v1.PodPhase", "qosClass": "v1.PodQOSClass"},
    "PodCondition": {"type": "v1.PodConditionType", "status": "v1.ConditionStatus"},
    "PodReadinessGate": {"conditionType": "v1.PodConditionType"},
    "PodOS": {"name": "v1.OSName"},
    "Container": {
        "imagePullPolicy": "v1.PullPolicy",
        "terminationMessagePolicy": "v1.TerminationMessagePolicy",
        "restartPolicy": "v1.ContainerRestartPolicy",
    },
    "HTTPGetAction": {"scheme": "v1.URIScheme"},
    "Toleration": {"operator": "v1.TolerationOperator", "effect": "v1.TaintEffect"},
    "Taint": {"effect": "v1.TaintEffect"},
    "TopologySpreadConstraint": {"whenUnsatisfiable": "v1.UnsatisfiableConstraintAction"},
    "NodeSelectorRequirement": {"operator": "v1.NodeSelectorOperator"},
    "NodeAddress": {"type": "v1.NodeAddressType"},
    "NodeCondition": {"type": "v1.NodeConditionType", "status": "v1.ConditionStatus"},
    "NamespaceSpec": {"finalizers": "v1.FinalizerName"},
    "NamespaceStatus": {"phase": "v1.NamespacePhase"},
    "NamespaceCondition": {"type": "v1.NamespaceConditionType", "status": "v1.ConditionStatus"},
    "Secret": {"type": "v1.SecretType"},
    "DeploymentStrategy": {"type": "v1.DeploymentStrategyType"},
    "DeploymentCondition": {"type": "v1.DeploymentConditionType", "status": "v1.ConditionStatus"},
    "DaemonSetUpdateStrategy": {"type": "v1.DaemonSetUpdateStrategyType"},
    "StatefulSetSpec": {"podManagementPolicy": "v1.PodManagementPolicyType"},
    "StatefulSetUpdateStrategy": {"type": "v1.StatefulSetUpdateStrategyType"},
    "JobSpec": {
        "completionMode": "v1.CompletionMode",
        "podReplacementPolicy": "v1.PodReplacementPolicy",
    },
}

#: Fields that are no pointers and are left out when empty: a zero value does not come back.
#: What is not listed here comes back as it was written.
OMITTED_WHEN_ZERO: dict[str, tuple[str, ...]] = {
    "ObjectMeta": ("name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation"),
    "LoadBalancerIngress": ("ip", "hostname"),
    "ContainerPort": ("name", "hostPort", "protocol", "hostIP"),
    "Container": (
        "image",
        "workingDir",
        "terminationMessagePath",
        "terminationMessagePolicy",
        "imagePullPolicy",
        "stdin",
        "stdinOnce",
        "tty",
    ),
    "PodSpec": (
        "restartPolicy",
        "dnsPolicy",
        "serviceAccountName",
        "serviceAccount",
        "nodeName",
        "hostNetwork",
        "hostPID",
        "hostIPC",
        "hostname",
        "subdomain",
        "schedulerName",
        "priorityClassName",
    ),
    "Probe": ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"),
    "HTTPGetAction": ("path", "host", "scheme"),
    "TCPSocketAction": ("host",),
    "EnvVar": ("value",),
    "VolumeMount": ("readOnly", "subPath", "subPathExpr"),
    "Toleration": ("key", "operator", "value", "effect"),
    "EndpointAddress": ("hostname",),
    "Endpoint": (),
    "DeploymentSpec": ("minReadySeconds", "paused"),
    "ReplicaSetSpec": ("minReadySeconds",),
    "StatefulSetSpec": ("minReadySeconds", "podManagementPolicy"),
    "DaemonSetSpec": ("minReadySeconds",),
    "DeploymentStrategy": ("type",),
    "NodeSpec": ("podCIDR", "providerID", "unschedulable", "externalID"),
}

#: Lists and maps that are written back even when they are empty.
KEPT_WHEN_EMPTY: dict[str, tuple[str, ...]] = {
    "PodSpec": ("containers",),
    "EndpointSlice": ("endpoints", "ports"),
    "Endpoint": ("addresses",),
    "Role": ("rules",),
}

#: Fields that hold a struct itself and no pointer to one: always written, ``{}`` at least.
ALWAYS_THERE: dict[str, tuple[str, ...]] = {
    "Service": ("spec", "status"),
    "ServiceStatus": ("loadBalancer",),
    "Pod": ("spec", "status"),
    "Container": ("resources",),
    "Endpoint": ("conditions",),
    "Deployment": ("spec", "status"),
    "DeploymentSpec": ("strategy", "template"),
    "ReplicaSet": ("spec", "status"),
    "StatefulSet": ("spec", "status"),
    "StatefulSetSpec": ("template", "updateStrategy"),
    "DaemonSet": ("spec", "status"),
    "DaemonSetSpec": ("template", "updateStrategy"),
    "Job": ("spec", "status"),
    "JobSpec": ("template",),
    "PodTemplateSpec": ("metadata", "spec"),
    "Namespace": ("spec", "status"),
    "Node": ("spec", "status"),
    "ServiceCIDR": ("spec", "status"),
    "IPAddress": ("spec",),
}
