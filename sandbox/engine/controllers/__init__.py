"""What the control plane and the kubelets do: each controller one small file, run by the loop."""

from sandbox.engine.controllers.loop import Loop
from sandbox.engine.controllers.order import CONTROLLERS

__all__ = ["CONTROLLERS", "Loop"]
