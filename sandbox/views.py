"""The free sandbox: any YAML, any claims; and the page of a submission, which its permanent link opens again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sandbox import builder, workbench
from sandbox.models import Submission

STARTING_MANIFESTS = """\
apiVersion: v1
kind: Pod
metadata:
  name: client
spec:
  containers:
  - name: app
    image: registry.example/echo:1
---
apiVersion: v1
kind: Pod
metadata:
  name: web-0
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
STARTING_CLAIMS = """\
- claim: The client reaches a web pod through the Service
  connect: {from: pod/client, to: web, port: 80}
  expect: answered
"""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty bench with a small example on it; POST submits."""
    if request.method != "POST":
        return _page(request, STARTING_MANIFESTS, STARTING_CLAIMS)
    form = workbench.form_of(request)
    made = workbench.submit(request, form)
    if isinstance(made, workbench.Form):
        if request.headers.get("HX-Request"):
            return workbench.result(request, {"problem": made.problem}, made.status)
        return _page(request, made.manifests, made.claims, {"problem": made.problem}, made.status)
    address = reverse("sandbox:submission", args=[made.permalink])
    if not request.headers.get("HX-Request"):
        return redirect(address)
    response = workbench.result(request, workbench.evidence(made) | {"here": address})
    response["HX-Push-Url"] = address
    return response


@require_POST
def add_claim(request: HttpRequest) -> HttpResponse:
    """The claims with one more that the small form describes."""
    form = workbench.form_of(request)
    claims = form.claims if form.problem else builder.appended(form.claims, request.POST)
    if request.headers.get("HX-Request"):
        return render(request, "sandbox/_claims.html", {"claims": claims})
    return _page(request, form.manifests, claims, {"problem": form.problem}, form.status)


@never_cache
@require_GET
def submission(request: HttpRequest, permalink: str) -> HttpResponse:
    """A submission with its YAML, its claims and what became of it. Whoever has the link may look."""
    found = get_object_or_404(Submission, permalink=permalink)
    context = workbench.evidence(found) | {"here": request.path}
    return _page(request, found.manifests, found.claims, context)


@never_cache
@require_GET
def result(request: HttpRequest, permalink: str) -> HttpResponse:
    """What became of a submission, as a part of a page that waits for it."""
    found = get_object_or_404(Submission, permalink=permalink)
    if not request.headers.get("HX-Request"):
        return redirect("sandbox:submission", permalink=permalink)
    look = request.GET.get("look", "")
    return workbench.result(request, workbench.evidence(found, int(look) if look.isdecimal() and len(look) < 5 else 0))


def _page(
    request: HttpRequest, manifests: str, claims: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    about = {"manifests": manifests, "claims": claims, "common_claims": builder.COMMON, "outcomes": builder.outcomes()}
    return render(request, "sandbox/bench.html", about | (context or {}), status=status)
