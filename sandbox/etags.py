"""Answers that are sent only to whoever has not got them yet: strong ETags, and 304 without a body."""

import hashlib
from typing import TYPE_CHECKING, Any

from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

if TYPE_CHECKING:
    View = APIView
else:
    View = object


class NotModified(Exception):
    """The client has this answer already."""


class Conditional(View):
    """Mixed into a REST view, before `APIView`: its GET and HEAD carry an ETag, and what the client has is a 304.

    The view offers `etag(request, *args, **kwargs) -> str`: any text that differs whenever its answer to this address
    does (content hashes, numbers, instants, whose it is). It is asked after authentication and throttles and before
    the answer is made, so it should cost little. What it raises (`Http404`, a problem of the query) is the answer;
    "" stands for an answer without a tag. The address with its query, and the names of the fields where the view has a
    `serializer_class`, are in the tag already.
    """

    #: The client may keep the answer, and asks each time whether it still holds. A response's own header goes before.
    cache_control = "private, no-cache"
    _tag = ""

    def etag(self, request: Request, *args: Any, **kwargs: Any) -> str:
        raise NotImplementedError

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and (says := self.etag(request, *args, **kwargs)):
            self._tag = self._hashed(request, says)
            # A proxy that packs the answer makes the tag weak; for reading, weak tags are as good.
            known = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
            if known & {self._tag, "*"}:
                raise NotModified

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, NotModified):
            return Response(status=304)
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self._tag and response.status_code in (200, 304):
            response.headers["ETag"] = self._tag
            response.headers.setdefault("Cache-Control", self.cache_control)
        return response

    def _hashed(self, request: Request, says: str) -> str:
        shape = getattr(self, "serializer_class", None)
        fields = ",".join(shape().fields) if shape else ""
        digest = hashlib.sha256("\n".join([request.build_absolute_uri(), fields, says]).encode()).hexdigest()
        return f'"{digest[:32]}"'
