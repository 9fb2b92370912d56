"""kubectl's writing commands, word for word."""

import pytest

from sandbox.engine.running import RunningCluster
from sandbox.engine.terminal import Shell

WEB = """apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
  - port: 80
"""


@pytest.fixture
def shell():
    return Shell(RunningCluster())


def _spec(shell, name="web"):
    return shell.cluster.state.get("Service", "default", name).spec


def test_apply_creates_then_finds_nothing_to_do_then_configures(shell):
    said = [shell.run("kubectl apply -f -", text).stdout for text in (WEB, WEB, WEB.replace("80", "81"))]
    assert said == ["service/web created\n", "service/web unchanged\n", "service/web configured\n"]
    assert [port["port"] for port in _spec(shell)["ports"]] == [81]


def test_apply_keeps_what_others_wrote_and_takes_away_what_it_wrote_itself(shell):
    shell.run("kubectl apply -f -", WEB.replace("{app: web}", "{app: web, tier: x}"))
    shell.run("kubectl label svc web by=hand")
    shell.run('kubectl patch svc web -p \'{"spec":{"sessionAffinity":"ClientIP"}}\'')
    shell.run("kubectl apply -f -", WEB)
    assert _spec(shell)["selector"] == {"app": "web"}
    assert _spec(shell)["sessionAffinity"] == "ClientIP"
    assert shell.cluster.state.get("Service", "default", "web").labels == {"by": "hand"}


def test_one_bad_document_does_not_keep_the_others_out(shell):
    output = shell.run(
        "kubectl apply -f -",
        WEB
        + "---\n"
        + WEB.replace("port: 80", "port: 0").replace("web", "bad")
        + "---\nkind: Sevice\napiVersion: v1\nmetadata: {name: x}\n---\n\tx",
    )
    assert output.stdout == "service/web created\n"
    lines = output.stderr.splitlines()
    assert lines[0].startswith('[resource mapping not found for name: "x"')
    assert lines[-1].startswith('Error from server (Invalid): error when creating "STDIN": Service "bad" is invalid: ')
    assert [(problem.field, problem.place.line) for problem in output.problems] == [
        ("", 23),
        ("kind", 19),
        ("spec.ports[0].port", 17),
        ("spec.ports[0].targetPort", 17),
    ]


def test_a_list_is_its_items(shell):
    item = "".join(f"  {line}\n" for line in WEB.splitlines()).replace("  apiVersion", "- apiVersion", 1)
    output = shell.run("kubectl apply -f -", "apiVersion: v1\nkind: List\nitems:\n" + item.replace("80", "80.5"))
    assert output.stderr.startswith("Error from server (BadRequest)")
    assert output.problems[0].place.line == 11


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            WEB.replace("  name: web", "name: web"),
            'error: error when retrieving current configuration of:\nResource: "/v1, Resource=services", GroupVersionKind: '
            '"/v1, Kind=Service"\nName: "", Namespace: "default"\nfrom server for: "STDIN": resource name may not be empty\n',
        ),
        (
            WEB.replace("name: web", "name: 1984"),
            'error: unable to decode "STDIN": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of '
            "type string\n",
        ),
        (
            WEB.replace("kind: Service\n", ""),
            'error: error validating "STDIN": error validating data: kind not set; if you choose to ignore these errors, turn '
            "validation off with --validate=false\n",
        ),
        (
            WEB.replace("apiVersion: v1\nkind: Service\n", ""),
            'error: error validating "STDIN": error validating data: [apiVersion not set, kind not set]; if you choose to '
            "ignore these errors, turn validation off with --validate=false\n",
        ),
        (
            "- a\n",
            'error: unable to decode "STDIN": json: cannot unmarshal array into Go value of type '
            "unstructured.detector\n",
        ),
        ("# nothing\n---\n", "error: no objects passed to apply\n"),
    ],
    ids=range(6),
)
def test_what_kubectl_itself_refuses(shell, text, said):
    output = shell.run("kubectl apply -f -", text)
    assert (output.exit, output.stdout, output.stderr) == (1, "", said)
    assert all(problem.place is not None for problem in output.problems)


SESSION = [
    ("create service clusterip web --tcp=80:8080", "service/web created\n", ""),
    (
        "create service clusterip web --tcp=80",
        "",
        'error: failed to create ClusterIP service: services "web" already exists\n',
    ),
    (
        "apply -f -",
        "service/web configured\n",
        "Warning: resource services/web is missing the kubectl.kubernetes.io/last-applied-configuration annotation which "
        "is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either "
        "kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n",
    ),
    ("label svc web a=b", "service/web labeled\n", ""),
    (
        "label svc web a=c app=x",
        "",
        "'a' already has a value (b), and --overwrite is false\n"
        "'app' already has a value (web), and --overwrite is false\n",
    ),
    ("label svc web a-", "service/web unlabeled\n", ""),
    ("label svc/web nope-", 'label "nope" not found.\nservice/web not labeled\n', ""),
    ("label svc web a=b foo", "", "error: all resources must be specified before label changes: foo\n"),
    ("annotate svc web n=1", "service/web annotated\n", ""),
    ('patch svc web -p \'{"spec":{"type":"NodePort"}}\'', "service/web patched\n", ""),
    ("patch svc web -p 'spec: {type: NodePort}'", "service/web patched (no change)\n", ""),
    (
        'patch svc web --type=json -p \'[{"op":"remove","path":"/spec/x"}]\'',
        "",
        "The request is invalid: the server rejected our request due to an error in our request\n",
    ),
    (
        'patch svc web -p \'{"spec":{"ports":[{"targetPort":1}]}}\'',
        "",
        "Error from server: map: map[targetPort:1] does not contain declared merge key: port\n",
    ),
    ("set selector svc web app=x", "service/web selector updated\n", ""),
    ("set selector svc web 'app in (x)'", "", "error: match expression [{app In [x]}] not supported on this object\n"),
    ("expose svc web --name=copy", "service/copy exposed\n", ""),
    ("delete svc copy --dry-run=server", 'service "copy" deleted from default namespace (server dry run)\n', ""),
    (
        "delete svc web nope",
        'service "web" deleted from default namespace\n',
        'Error from server (NotFound): services "nope" not found\n',
    ),
    ("delete svc -l app=none", "No resources found\n", ""),
    ("delete svc web --ignore-not-found", "", ""),
    ("delete svc", "", "error: resource(s) were provided, but no name was specified\n"),
    ("delete svcs web", "", 'error: the server doesn\'t have a resource type "svcs"\n'),
    ("delete svc web --foo", "", "error: unknown flag: --foo\nSee 'kubectl delete --help' for usage.\n"),
    (
        "scale deploy web --replicas=x",
        "",
        'error: invalid argument "x" for "--replicas" flag: strconv.ParseInt: '
        "parsing \"x\": invalid syntax\nSee 'kubectl scale --help' for usage.\n",
    ),
    ("gett svc", "", 'error: unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n'),
    ("-n default create -n kube-public cm x --from-literal=a=b", "configmap/x created\n", ""),
    ("edit svc web", "", "error: kubectl edit is not modelled here\n"),
]


def test_a_session_prints_what_kubectl_prints(shell):
    for line, stdout, stderr in SESSION:
        output = shell.run(f"kubectl {line}", WEB)
        assert (line, output.stdout, output.stderr) == (line, stdout, stderr)
        assert output.exit == (1 if stderr and "Warning" not in stderr else 0)


def test_delete_waits_until_the_pod_is_gone_unless_told_not_to(shell):
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {nodeName: node1, containers: [{name: a, image: b}]}\n"
    shell.run("kubectl apply -f -", pod)
    shell.cluster.settle()
    shell.run("kubectl delete pod a --wait=false")
    assert shell.cluster.state.get("Pod", "default", "a").is_terminating
    began = shell.cluster.state.now
    shell.run("kubectl delete pod a")
    assert shell.cluster.state.get("Pod", "default", "a") is None
    assert 0 < shell.cluster.state.now - began <= 31


def test_create_prints_its_object_without_sending_it(shell):
    output = shell.run("kubectl create service nodeport web --tcp=80:http --node-port=30080 --dry-run=client -o yaml")
    assert (
        output.stdout
        == """apiVersion: v1
kind: Service
metadata:
  labels:
    app: web
  name: web
spec:
  ports:
  - name: 80-http
    nodePort: 30080
    port: 80
    protocol: TCP
    targetPort: http
  selector:
    app: web
  type: NodePort
status:
  loadBalancer: {}
"""
    )
    assert shell.cluster.state.get("Service", "default", "web") is None


def test_a_refusal_is_shown_at_the_line_that_caused_it(shell):
    cases = {
        "  selector: {app: web}\n  typo: 1\n": ("spec.typo", 7),
        "  selector: {app: 1}\n": ("spec.selector", 6),
        "  selector: {app: web}\n  type: nodeport\n": ("spec.type", 7),
    }
    for text, (field, line) in cases.items():
        output = shell.run("kubectl apply -f -", WEB.replace("  selector: {app: web}\n", text))
        assert [(problem.field, problem.place.line) for problem in output.problems] == [(field, line)]


def test_an_unchanged_object_points_to_the_newer_text(shell):
    def held():
        return shell.cluster.state.get("Service", "default", "web")

    shell.run("kubectl apply -f -", WEB)
    first = held()
    shell.run("kubectl apply -f -", "# one line more\n" + WEB)
    second = held()
    assert second.origin.at(("spec", "ports")).line == first.origin.at(("spec", "ports")).line + 1
    assert (second.version, second.tree) == (first.version, first.tree)
    shell.run("kubectl apply --dry-run=server -f -", WEB)
    assert held().origin is second.origin


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("networking.k8s.io/v1 NetworkPolicy", "not modelled here: objects of the kind NetworkPolicy"),
        ("autoscaling/v1 HorizontalPodAutoscaler", "not modelled here: objects of the kind HorizontalPodAutoscaler"),
        ("v1 PersistentVolumeClaim", "not modelled here: objects of the kind PersistentVolumeClaim"),
        ("policy/v1 Eviction", 'no matches for kind "Eviction" in version "policy/v1"'),
        (
            "gateway.networking.k8s.io/v1 Gateway",
            'no matches for kind "Gateway" in version "gateway.networking.k8s.io/v1"',
        ),
        ("v1 Servise", 'no matches for kind "Servise" in version "v1"'),
    ],
)
def test_what_real_clusters_serve_and_this_one_does_not_is_no_mistake_of_the_learner(shell, kind, said):
    version, name = kind.split()
    output = shell.run("kubectl apply -f -", f"{WEB}---\napiVersion: {version}\nkind: {name}\nmetadata: {{name: a}}\n")
    assert output.stdout == "service/web created\n"
    assert said in output.stderr
    (problem,) = output.problems
    assert (problem.field, problem.place.line) == ("kind", 11)


def test_a_namespace_on_what_has_none_is_dropped(shell):
    output = shell.run("kubectl apply -f -", "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, namespace: x}\n")
    assert output.stdout == "namespace/shop created\n"
    assert "namespace" not in shell.cluster.state.get("Namespace", "", "shop").metadata


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("create service clusterip a --tcp=80:70000", "must be between 1 and 65535, inclusive"),
        ("create service externalname a --external-name=A_b", "invalid service external name A_b"),
        (
            "create service clusterip a --tcp=80 -o foo",
            'unable to match a printer suitable for the output format "foo"',
        ),
        ("expose svc web --name=a --session-affinity=Cookie", "unknown session affinity: Cookie"),
        ("expose svc web --name=a --selector=x=y=z", "unexpected label spec: x=y=z"),
        ("expose svc web --name=a --overrides={", "unexpected EOF"),
        ("patch svc web --subresource=foo -p {}", "the server could not find the requested resource"),
        ("annotate svc web =x =y", "invalid annotation format: =x, =y"),
        ("set selector svc web", "resource(s) were provided, but no name was specified"),
    ],
)
def test_a_mistake_on_the_command_line_is_found_before_anything_is_sent(shell, words, said):
    shell.run("kubectl apply -f -", WEB)
    output = shell.run(f"kubectl {words}")
    assert said in output.stderr
    assert [one.name for one in shell.cluster.state.all("Service", "default")] == ["kubernetes", "web"]


def test_expose_puts_overrides_over_what_it_makes(shell):
    shell.run("kubectl apply -f -", WEB)
    shell.run('kubectl expose svc web --name=a --overrides=\'{"spec":{"type":"NodePort"}}\'')
    assert _spec(shell, "a")["type"] == "NodePort"


def test_a_port_without_number_cannot_be_merged_and_kubectl_says_so_three_times(shell):
    shell.run("kubectl apply -f -", WEB)
    output = shell.run("kubectl apply -f -", WEB.replace("port: 80", "name: http"))
    said = "map: map[name:http] does not contain declared merge key: port"
    assert output.stderr.startswith(
        f"warning: error calculating patch from openapi v3 spec: {said}\n"
        f"warning: error calculating patch from openapi spec: {said}\n"
        "error: error when applying patch:\n\nto:\n"
    )
    assert 'for: "STDIN": error when patching "STDIN": creating patch with:\noriginal:\n{' in output.stderr
    assert output.stderr.endswith(f"\nfor:: {said}\n")


@pytest.mark.parametrize("applied", ["[1]", "1", "{", "NaN", '{"a":' * 3000 + "1" + "}" * 3000])
def test_an_annotation_that_is_no_json_object_is_refused(shell, applied):
    shell.run("kubectl apply -f -", WEB)
    shell.run(f"kubectl annotate svc web --overwrite kubectl.kubernetes.io/last-applied-configuration='{applied}'")
    output = shell.run("kubectl apply -f -", WEB.replace("80", "81"))
    assert output.stderr.endswith("\nfor:: invalid JSON document\n")


def test_a_refused_change_that_is_no_list_of_mistakes_comes_with_the_patch(shell):
    balanced = WEB + "  type: LoadBalancer\n"
    shell.run("kubectl apply -f -", balanced)
    output = shell.run("kubectl apply -f -", balanced + "  externalTrafficPolicy: Local\n  healthCheckNodePort: 80\n")
    assert output.stderr.startswith('Error from server (InternalError): error when applying patch:\n{"metadata"')
    assert (
        '\nName: "web", Namespace: "default"\nfor: "STDIN": error when patching "STDIN": Internal error occurred: '
        "failed to allocate requested HealthCheck NodePort 80: "
    ) in output.stderr


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("0x2", "deployment.apps/web scaled"),
        ("1_0", "deployment.apps/web scaled"),
        ("08", "invalid syntax"),
        ("9" * 20, "value out of range"),
        ("x", "invalid syntax"),
    ],
)
def test_numbers_on_the_command_line_are_gos(shell, word, said):
    shell.run("kubectl create deployment web --image=demo/web:1")
    output = shell.run(f"kubectl scale deploy web --replicas={word}")
    assert said in output.stdout + output.stderr
