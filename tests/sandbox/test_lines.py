import pytest

from sandbox import lines

HERE = "kubectl apply -f - <<EOF\nkind: Pod\n\n# no comment\nEOF"


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("", []),
        ("\n \n# only said\n", []),
        ("kubectl get pods", ["kubectl get pods"]),
        ("  kubectl get pods  \r\nkubectl get svc\n", ["kubectl get pods", "kubectl get svc"]),
        (f"{HERE}\nkubectl get pods", [HERE, "kubectl get pods"]),
        (f"# first\n{HERE}", [HERE]),
        ("k apply -f - <<-'X'\n\ta: 1\n\tX\nk get po", ["k apply -f - <<-'X'\n\ta: 1\n\tX", "k get po"]),
        ("k apply -f - <<EOF\na: 1", ["k apply -f - <<EOF\na: 1"]),
        ("k get \\\n pods\nk get svc", ["k get \\\n pods", "k get svc"]),
        ("k get pods -o jsonpath='{a}\n{b}'\nk get svc", ["k get pods -o jsonpath='{a}\n{b}'", "k get svc"]),
        ("echo '<<EOF'\nk get svc", ["echo '<<EOF'", "k get svc"]),
        ("# it's said\nk get svc", ["k get svc"]),
    ],
)
def test_a_text_is_taken_apart_as_a_shell_would(text, commands) -> None:
    assert lines.commands(text) == commands
