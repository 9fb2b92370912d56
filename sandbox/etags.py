"""Answers that are sent only to whoever has not got them yet: strong ETags, and 304 without a body."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

if TYPE_CHECKING:
    View = APIView
else:
    View = object


def _text_of(response: Any) -> str:
    """All of an answer: of one in JSON the data, of a file its bytes."""
    if isinstance(response, Response):
        return json.dumps(response.data, sort_keys=True, default=str)
    return hashlib.sha256(response.content).hexdigest()


class NotModified(Exception):
    """The client has this answer already."""


class Conditional(View):
    """Mixed into a REST view, before `APIView`: its GET and HEAD carry an ETag, and what the client has is a 304.

    A view may offer `etag(request, *args, **kwargs) -> str`: any text that differs whenever its answer to this address
    does (content hashes, numbers, instants, whose it is). It is asked after authentication and throttles and before
    the answer is made, so it should cost little. What it raises (`Http404`, a problem of the query) is the answer.
    The address with its query, and the names of the fields where the view has a `serializer_class`, are in the tag
    already. Where there is no such text the tag is that of the answer itself, which is then made each time and sent
    only where it is another one.
    """

    #: The client may keep the answer, and asks each time whether it still holds. A response's own header goes before.
    cache_control = "private, no-cache"
    _tag = ""

    def etag(self, request: Request, *args: Any, **kwargs: Any) -> str:
        """What the answer depends on; "" where only the answer itself tells."""
        return ""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and (says := self.etag(request, *args, **kwargs)):
            self._tag = self._hashed(request, says)
            if self._is_known(request):
                raise NotModified

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, NotModified):
            return Response(status=304)
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if not self._tag and request.method in ("GET", "HEAD") and response.status_code == 200:
            self._tag = self._hashed(request, _text_of(response))
            if self._is_known(request):
                response = Response(status=304)
        response = super().finalize_response(request, response, *args, **kwargs)
        if self._tag and response.status_code in (200, 304):
            response.headers["ETag"] = self._tag
            response.headers.setdefault("Cache-Control", self.cache_control)
        return response

    def _is_known(self, request: Request) -> bool:
        # A proxy that packs the answer makes the tag weak; for reading, weak tags are as good.
        known = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
        return bool(known & {self._tag, "*"})

    def _hashed(self, request: Request, says: str) -> str:
        shape = getattr(self, "serializer_class", None)
        fields = ",".join(shape().fields) if shape else ""
        digest = hashlib.sha256("\n".join([request.build_absolute_uri(), fields, says]).encode()).hexdigest()
        return f'"{digest[:32]}"'
