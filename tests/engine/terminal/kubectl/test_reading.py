"""kubectl's reading verbs on a cluster: tables, formats, descriptions, and their refusals."""

import json

import pytest

from sandbox.engine.running import RunningCluster
from sandbox.engine.terminal import Shell

MANIFEST = """
apiVersion: v1
kind: Service
metadata: {name: web, labels: {app: web}}
spec: {clusterIP: 10.96.60.1, selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: books}
spec: {type: ExternalName, externalName: db.example.com}
---
apiVersion: v1
kind: Pod
metadata: {name: web-10, labels: {app: web}, annotations: {sandbox.kubedrill/pod-ip: 10.244.1.70}}
spec:
  nodeName: node1
  containers: [{name: a, image: demo/a, ports: [{containerPort: 8080}]}, {name: b, image: demo/b}]
---
apiVersion: v1
kind: Pod
metadata: {name: web-9, labels: {app: web, track: canary}, annotations: {sandbox.kubedrill/pod-ip: 10.244.2.70}}
spec:
  nodeName: node2
  containers: [{name: a, image: demo/a, readinessProbe: {exec: {command: ["false"]}}}]
"""


@pytest.fixture(scope="module")
def shell():
    cluster = RunningCluster()
    shell = Shell(cluster)
    made = shell.run("kubectl apply -f -", MANIFEST)
    assert made.exit == 0, made.stderr
    cluster.settle()
    return shell


PRINTED = [
    (
        "get pods",
        "NAME     READY   STATUS    RESTARTS   AGE\n"
        "web-10   2/2     Running   0          0s\nweb-9    0/1     Running   0          0s\n",
    ),
    (
        "get pods --sort-by=metadata.name --no-headers",
        "web-9    0/1   Running   0     0s\nweb-10   2/2   Running   0     0s\n",
    ),
    (
        "get svc books web -o wide",
        "NAME    TYPE           CLUSTER-IP   EXTERNAL-IP      PORT(S)   AGE   SELECTOR\n"
        "books   ExternalName   <none>       db.example.com   <none>    0s    <none>\n"
        "web     ClusterIP      10.96.60.1   <none>           80/TCP    0s    app=web\n",
    ),
    (
        "get po -l track -L track,app",
        "NAME    READY   STATUS    RESTARTS   AGE   TRACK    APP\n"
        "web-9   0/1     Running   0          0s    canary   web\n",
    ),
    (
        "get svc/web pod/web-9",
        "NAME          TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE\n"
        "service/web   ClusterIP   10.96.60.1   <none>        80/TCP    0s\n\n"
        "NAME        READY   STATUS    RESTARTS   AGE\n"
        "pod/web-9   0/1     Running   0          0s\n",
    ),
    ("get pods -o name --field-selector spec.nodeName!=node1", "pod/web-9\n"),
    ("get pods -l 'app in (web),track notin (canary)' -o name", "pod/web-10\n"),
    ("get svc -o name --sort-by=.spec.clusterIP", "service/books\nservice/kubernetes\nservice/web\n"),
    (
        "get pods -o custom-columns=N:.metadata.name,P:.spec.containers[*].ports[*].containerPort",
        "N        P\nweb-10   8080\nweb-9    <none>\n",
    ),
    ("get svc web -o jsonpath='{.spec.ports[*].port}{\"\\n\"}'", "80\n"),
    ("get svc web -o jsonpath-as-json='{.spec.selector}'", '[\n    {\n        "app": "web"\n    }\n]\n'),
    (
        "get pods -o go-template='{{range .items}}{{.metadata.name}} {{len .spec.containers}}{{\"\\n\"}}{{end}}'",
        "web-10 2\nweb-9 1\n",
    ),
    ("get endpoints web", "NAME   ENDPOINTS          AGE\nweb    10.244.1.70:8080   0s\n"),
    ("get servicecidr", "NAME         CIDRS          AGE\nkubernetes   10.96.0.0/16   0s\n"),
    ("get configmaps", "NAME               DATA   AGE\nkube-root-ca.crt   1      0s\n"),
    ("get pods -n none -o yaml", 'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n'),
]
REFUSED = [
    ("get pods -n none", 0, "No resources found in none namespace.\n"),
    ("get pods -A -l nobody", 0, "No resources found\n"),
    ("get pods --sort-by=.spec.nope", 0, "No resources found in default namespace.\n"),
    (
        "get pods -o name --sort-by=.spec.nope",
        1,
        'error: couldn\'t find any field with path "{.spec.nope}" in the list of objects\n',
    ),
    ("get svc web -l app=web", 1, "error: name cannot be provided when a selector is specified\n"),
    ("get svc web -A", 1, "error: a resource cannot be retrieved by name across all namespaces\n"),
    (
        "get pods svc/web",
        1,
        "error: there is no need to specify a resource type as a separate argument when passing "
        "arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of "
        "'kubectl get resource resource/<resource_name>'\n",
    ),
    ("get svc web --show-labels -o yaml", 1, "error: --show-labels option cannot be used with yaml printer\n"),
    ("get pvc", 0, "No resources found in default namespace.\n"),
    ("get horses", 1, 'error: the server doesn\'t have a resource type "horses"\n'),
    (
        "get pods -l 'a b'",
        1,
        'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label '
        'selector "a b", field selector "": unable to parse requirement: found \'b\', '
        "expected: in, notin, =, ==, !=, gt, lt\n",
    ),
    (
        "get deploy --field-selector spec.replicas=1",
        1,
        'Error from server (BadRequest): Unable to find "apps/v1, Resource=deployments" that match label selector "", '
        'field selector "spec.replicas=1": "spec.replicas" is not a known field selector: only "metadata.name", '
        '"metadata.namespace"\n',
    ),
    ("get svc web -o jsonpath", 1, "error: template format specified but no template given\n"),
    (
        "get svc web -o custom-columns=NAME",
        1,
        "error: unexpected custom-columns spec: NAME, expected <header>:<json-path-expr>\n",
    ),
    ("describe svc nope", 1, 'Error from server (NotFound): services "nope" not found\n'),
    ("explain svc.spec.port", 1, 'error: field "port" does not exist\n'),
]


@pytest.mark.parametrize(("words", "text"), PRINTED)
def test_kubectl_prints(shell, words, text):
    output = shell.run(f"kubectl {words}")
    assert (output.exit, output.stdout) == (0, text)


@pytest.mark.parametrize(("words", "code", "text"), REFUSED)
def test_kubectl_says_no(shell, words, code, text):
    output = shell.run(f"kubectl {words}")
    assert (output.exit, output.stderr) == (code, text)


def test_a_list_is_wrapped_and_a_single_object_is_not(shell):
    both = json.loads(shell.run("kubectl get svc web books -o json").stdout)
    assert (both["kind"], [item["kind"] for item in both["items"]]) == ("List", ["Service", "Service"])
    assert json.loads(shell.run("kubectl get svc web -o json").stdout)["kind"] == "Service"


def test_managed_fields_are_left_out_unless_they_are_asked_for(shell):
    assert "managedFields" not in shell.run("kubectl get svc web -o yaml").stdout
    shown = json.loads(shell.run("kubectl get svc web -o json --show-managed-fields").stdout)
    fields = shown["metadata"]["managedFields"][0]["fieldsV1"]["f:spec"]
    assert set(fields["f:ports"]) == {".", 'k:{"port":80,"protocol":"TCP"}'}


def test_a_description_shows_ready_endpoints_only(shell):
    text = shell.run("kubectl describe svc web").stdout
    assert "Port:                     http  80/TCP\nTargetPort:               8080/TCP\n" in text
    assert "\nEndpoints:                10.244.1.70:8080\n" in text


def test_a_name_that_is_not_there_describes_all_that_begin_so(shell):
    text = shell.run("kubectl describe pod web").stdout
    assert [line for line in text.splitlines() if line.startswith("Name:")] == [
        "Name:             web-10",
        "Name:             web-9",
    ]


def test_a_deployment_tells_of_its_scaling():
    shell = Shell(RunningCluster())
    for words in ("create deployment shop --image=demo/shop --replicas=2", "scale deploy shop --replicas=3"):
        assert shell.run(f"kubectl {words}").exit == 0
        shell.cluster.settle()
    told = shell.run("kubectl describe deploy shop").stdout.partition("Events:\n")[2].splitlines()[2:]
    assert [line[line.index("Scaled") :].split(" ", 4)[4].partition(" ")[2] for line in told] == [
        "from 0 to 2",
        "from 2 to 3",
    ]


def test_explain_lists_fields_with_types_and_words(shell):
    text = shell.run("kubectl explain service.spec.ports").stdout
    assert text.startswith("KIND:       Service\nVERSION:    v1\n\nFIELD: ports <[]ServicePort>\n\n\nDESCRIPTION:\n")
    assert "\n  port\t<integer> -required-\n" in text
    assert "\n  protocol\t<string>\n  enum: SCTP, TCP, UDP\n" in text
    assert "\n  targetPort\t<IntOrString>\n" in text


def test_api_resources_know_kinds_of_which_there_are_none(shell):
    assert shell.run("kubectl api-resources --api-group=batch --no-headers").stdout == (
        "cronjobs   cj    batch/v1   true   CronJob\njobs             batch/v1   true   Job\n"
    )
