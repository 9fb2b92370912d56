"""What the terminal starts with: somebody who asks, two pods that answer, and a Service in front of them."""

from sandbox.models import Mode
from sandbox.plays import START_LINE, History, Mark, Typed

MANIFESTS = """\
apiVersion: v1
kind: Pod
metadata:
  name: client
spec:
  containers:
  - name: app
    image: registry.example/client:1
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: app
        image: registry.example/echo:1
        ports:
        - containerPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
  - port: 80
    targetPort: 8080
"""

#: Commands that show something there.
COMMANDS = (
    "kubectl get svc,pods -o wide",
    "kubectl exec client -- curl -s web",
    "kubectl exec client -- nslookup web",
    "kubectl set selector service web app=wbe",
)

#: The playground that nobody has made yet: what Tab offers on the page before the first command.
PLAYGROUND = History(
    "example", Mode.NFTABLES, [Mark(0, True)], lambda position: [Typed(START_LINE, MANIFESTS)][position:]
)
