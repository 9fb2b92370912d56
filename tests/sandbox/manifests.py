"""Manifests that the site's tests submit, with what they claim of them."""

CLIENT_AND_POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: client
spec:
  containers: [{name: app, image: "example/app:1"}]
---
apiVersion: v1
kind: Pod
metadata:
  name: web-0
  labels: {app: web}
spec:
  containers: [{name: app, image: "example/app:1", ports: [{containerPort: 8080}]}]
---
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports: [{port: 80, targetPort: 8080}]
"""
WORKS = CLIENT_AND_POD + SERVICE
TYPO = WORKS.replace("    app: web\n", "    app: wbe\n")
TYPO_LINE = TYPO.splitlines().index("    app: wbe") + 1
REACHES = """\
- claim: The client reaches the web pod through the Service
  connect: {from: pod/client, to: web, port: 80}
  expect: {outcome: answered, servers: [default/web-0]}
"""
