"""The resources that the API server of this version offers (its discovery document, v1.37).

The engine keeps objects of those kinds only that ``api.KINDS`` lists; of the others there are none.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sandbox.engine.api.kind import Kind
from sandbox.engine.api.schema.published import definitions

STANDARD = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")


class Resource(NamedTuple):
    """One line of ``kubectl api-resources``."""

    plural: str
    short_names: tuple[str, ...]
    group: str
    version: str
    is_namespaced: bool
    kind: str
    verbs: tuple[str, ...] = STANDARD
    categories: tuple[str, ...] = ()

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version


_TABLE = """
bindings                          -         v1                                true   Binding               create
componentstatuses                 cs        v1                                false  ComponentStatus       get,list
configmaps                        cm        v1                                true   ConfigMap
endpoints                         ep        v1                                true   Endpoints
events                            ev        v1                                true   Event
limitranges                       limits    v1                                true   LimitRange
namespaces                        ns        v1                                false  Namespace             *create,delete,get,list,patch,update,watch
nodes                             no        v1                                false  Node
persistentvolumeclaims            pvc       v1                                true   PersistentVolumeClaim
persistentvolumes                 pv        v1                                false  PersistentVolume
pods                              po        v1                                true   Pod                   - all
podtemplates                      -         v1                                true   PodTemplate
replicationcontrollers            rc        v1                                true   ReplicationController - all
resourcequotas                    quota     v1                                true   ResourceQuota
secrets                           -         v1                                true   Secret
serviceaccounts                   sa        v1                                true   ServiceAccount
services                          svc       v1                                true   Service               - all
mutatingadmissionpolicies         -         admissionregistration.k8s.io/v1   false  MutatingAdmissionPolicy - api-extensions
mutatingadmissionpolicybindings   -         admissionregistration.k8s.io/v1   false  MutatingAdmissionPolicyBinding - api-extensions
mutatingwebhookconfigurations     -         admissionregistration.k8s.io/v1   false  MutatingWebhookConfiguration - api-extensions
validatingadmissionpolicies       -         admissionregistration.k8s.io/v1   false  ValidatingAdmissionPolicy - api-extensions
validatingadmissionpolicybindings -         admissionregistration.k8s.io/v1   false  ValidatingAdmissionPolicyBinding - api-extensions
validatingwebhookconfigurations   -         admissionregistration.k8s.io/v1   false  ValidatingWebhookConfiguration - api-extensions
customresourcedefinitions         crd,crds  apiextensions.k8s.io/v1           false  CustomResourceDefinition - api-extensions
apiservices                       -         apiregistration.k8s.io/v1         false  APIService - api-extensions
controllerrevisions               -         apps/v1                           true   ControllerRevision
daemonsets                        ds        apps/v1                           true   DaemonSet             - all
deployments                       deploy    apps/v1                           true   Deployment            - all
replicasets                       rs        apps/v1                           true   ReplicaSet            - all
statefulsets                      sts       apps/v1                           true   StatefulSet           - all
selfsubjectreviews                -         authentication.k8s.io/v1          false  SelfSubjectReview     create
tokenreviews                      -         authentication.k8s.io/v1          false  TokenReview           create
localsubjectaccessreviews         -         authorization.k8s.io/v1           true   LocalSubjectAccessReview create
selfsubjectaccessreviews          -         authorization.k8s.io/v1           false  SelfSubjectAccessReview create
selfsubjectrulesreviews           -         authorization.k8s.io/v1           false  SelfSubjectRulesReview create
subjectaccessreviews              -         authorization.k8s.io/v1           false  SubjectAccessReview   create
horizontalpodautoscalers          hpa       autoscaling/v2                    true   HorizontalPodAutoscaler - all
cronjobs                          cj        batch/v1                          true   CronJob               - all
jobs                              -         batch/v1                          true   Job                   - all
certificatesigningrequests        csr       certificates.k8s.io/v1            false  CertificateSigningRequest
leases                            -         coordination.k8s.io/v1            true   Lease
endpointslices                    -         discovery.k8s.io/v1               true   EndpointSlice
events                            ev        events.k8s.io/v1                  true   Event
flowschemas                       -         flowcontrol.apiserver.k8s.io/v1   false  FlowSchema
prioritylevelconfigurations       -         flowcontrol.apiserver.k8s.io/v1   false  PriorityLevelConfiguration
ingressclasses                    -         networking.k8s.io/v1              false  IngressClass
ingresses                         ing       networking.k8s.io/v1              true   Ingress
ipaddresses                       ip        networking.k8s.io/v1              false  IPAddress
networkpolicies                   netpol    networking.k8s.io/v1              true   NetworkPolicy
servicecidrs                      -         networking.k8s.io/v1              false  ServiceCIDR
runtimeclasses                    -         node.k8s.io/v1                    false  RuntimeClass
poddisruptionbudgets              pdb       policy/v1                         true   PodDisruptionBudget
clusterrolebindings               -         rbac.authorization.k8s.io/v1      false  ClusterRoleBinding
clusterroles                      -         rbac.authorization.k8s.io/v1      false  ClusterRole
rolebindings                      -         rbac.authorization.k8s.io/v1      true   RoleBinding
roles                             -         rbac.authorization.k8s.io/v1      true   Role
deviceclasses                     -         resource.k8s.io/v1                false  DeviceClass
resourceclaims                    -         resource.k8s.io/v1                true   ResourceClaim
resourceclaimtemplates            -         resource.k8s.io/v1                true   ResourceClaimTemplate
resourceslices                    -         resource.k8s.io/v1                false  ResourceSlice
priorityclasses                   pc        scheduling.k8s.io/v1              false  PriorityClass
csidrivers                        -         storage.k8s.io/v1                 false  CSIDriver
csinodes                          -         storage.k8s.io/v1                 false  CSINode
csistoragecapacities              -         storage.k8s.io/v1                 true   CSIStorageCapacity
storageclasses                    sc        storage.k8s.io/v1                 false  StorageClass
volumeattachments                 -         storage.k8s.io/v1                 false  VolumeAttachment
volumeattributesclasses           vac       storage.k8s.io/v1                 false  VolumeAttributesClass
"""  # noqa: E501
#: Versions that are served besides those that kubectl prefers.
OTHER_VERSIONS = ("autoscaling/v1",)
#: Of these there are always some in a real cluster, and none here.
_NEVER_EMPTY = frozenset(
    {
        "bindings",
        "componentstatuses",
        "events",
        "leases",
        "flowschemas",
        "prioritylevelconfigurations",
        "apiservices",
        "clusterroles",
        "clusterrolebindings",
        "roles",
        "rolebindings",
        "priorityclasses",
        "csinodes",
    }
)


@lru_cache(maxsize=1)
def resources() -> tuple[Resource, ...]:
    """All resources, by group and name."""
    found = []
    for line in _TABLE.strip().splitlines():
        plural, shorts, api_version, scope, kind, *rest = line.split()
        group, _, version = api_version.rpartition("/")
        verbs = STANDARD if not rest or rest[0] == "-" else tuple(rest[0].strip("*").split(","))
        found.append(
            Resource(
                plural,
                () if shorts == "-" else tuple(shorts.split(",")),
                group,
                version,
                scope == "true",
                kind,
                verbs,
                tuple(rest[1:]),
            )
        )
    return tuple(found)


def empty_kind(word: str) -> Kind | None:
    """A kind that the API server knows and of which there is no object; None for any other word."""
    name, _, group = word.lower().partition(".")
    for one in resources():
        if name not in (one.plural, one.kind.lower(), *one.short_names) or one.plural in _NEVER_EMPTY:
            continue
        if group in ("", one.group, f"{one.version}.{one.group}"):
            return Kind(
                one.kind,
                one.plural,
                _struct(one),
                group=one.group,
                version=one.version,
                singular=one.kind.lower(),
                is_namespaced=one.is_namespaced,
            )
    return None


def _struct(resource: Resource) -> str:
    """The name under which the resource's type is published."""
    wanted = {"group": resource.group, "version": resource.version, "kind": resource.kind}
    return next(
        (name for name, one in definitions().items() if wanted in (one.get("x-kubernetes-group-version-kind") or ())),
        "",
    )


def is_served(api_version: str, kind: str) -> bool:
    """Whether a real cluster takes objects of that kind under that apiVersion."""
    return any(
        one.kind == kind
        and (
            one.api_version == api_version
            or (api_version in OTHER_VERSIONS and api_version.startswith(f"{one.group}/"))
        )
        for one in resources()
        if one.plural != "bindings"
    )


def is_known(word: str) -> bool:
    """Whether the API server has a resource of that name at all."""
    name = word.lower().partition(".")[0]
    return any(name in (one.plural, one.kind.lower(), *one.short_names) for one in resources())
