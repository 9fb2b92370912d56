"""The API server: requests for objects of one state, admitted or refused as Kubernetes would."""

from sandbox.engine.apiserver.server import ApiServer
from sandbox.engine.apiserver.status import Reply, Status

__all__ = ["ApiServer", "Reply", "Status"]
