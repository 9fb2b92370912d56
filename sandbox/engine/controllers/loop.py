"""The control plane's engine: changes to keys, keys to controllers, timers on the virtual clock.

Controllers take turns in the order of :data:`~sandbox.engine.controllers.order.CONTROLLERS`;
the first that has something to do goes next. That order makes the outcome the same each
time, and it lets the ones at the end (endpoints) see many changes at once.
"""

from __future__ import annotations

from collections import OrderedDict

from sandbox.engine.cluster.state import State
from sandbox.engine.controllers.controller import EVERY_KIND, Controller, Desk, Key, Requests, Watch
from sandbox.engine.controllers.kubelet.probes import pods_with_other_programs
from sandbox.engine.controllers.order import CONTROLLERS
from sandbox.engine.controllers.timers import Timers
from sandbox.engine.problems import EngineError

#: A watch, and the positions of the controllers that share it; True for one that overlooks its own changes.
Watchers = tuple[Watch, list[tuple[int, bool]]]

#: After how many changes that were read the journal is cut.
MOST_READ = 10_000

#: How often one key may be reconciled at one instant, besides once for each ten pods of the cluster.
MOST_TURNS = 2_000


class Loop:
    """Runs the controllers over one state.

    It remembers how far it has read the journal, what is queued, and what is due later.
    """

    def __init__(self, state: State, api: Requests, controllers: tuple[Controller, ...] = CONTROLLERS) -> None:
        self.controllers = controllers
        self._queues: list[OrderedDict[Key, None]] = [OrderedDict() for _ in controllers]
        self._timers = Timers()
        self._programs: dict[object, object] = {}
        self._watchers: dict[str, list[Watchers]] = {}
        self._join(state, api)

    def _join(self, state: State, api: Requests) -> None:
        self.state = state
        self.api = api
        # A desk knows the timers and not the loop: without such a ring a cluster that nobody needs
        # any more is gone at once and does not wait for the garbage collector.
        self._desks = [Desk(state, api, self._timers.waker(position)) for position in range(len(self.controllers))]
        #: How far the journal was read, and how much of that it keeps all the same.
        self._position = self._kept = 0

    def _watching(self, kind: str) -> list[Watchers]:
        """The watches of a kind and of every kind; controllers that share a watch share its answer."""
        found = self._watchers.get(kind)
        if found is None:
            by_watch: dict[Watch, list[tuple[int, bool]]] = {}
            for position, controller in enumerate(self.controllers):
                for name, watch in controller.watches.items():
                    if name in (kind, EVERY_KIND):
                        by_watch.setdefault(watch, []).append((position, kind in controller.overlooks))
            found = self._watchers[kind] = list(by_watch.items())
        return found

    def begin(self) -> None:
        """What happened up to now is no history of the cluster: its journal begins here."""
        self._read()
        self.state.journal.clear()
        self._position = self._kept = 0

    def fork(self, state: State, api: Requests) -> Loop:
        """The same loop over a fork of its state; queues and timers go their own way from here."""
        self._read()
        new = Loop.__new__(Loop)
        new.controllers = self.controllers
        new._queues = [queue.copy() if queue else OrderedDict() for queue in self._queues]
        new._timers = self._timers.fork()
        new._programs = self._programs
        new._watchers = self._watchers
        new._join(state, api)
        new._position = new._kept = len(state.journal)  # what stands there now was read by this one
        return new

    def settle(self) -> None:
        """Carry out everything that is due at this instant, until nothing is left.

        Raises EngineError when controllers keep one another busy without end.
        """
        self._notice_programs()
        turns: dict[tuple[int, Key], int] = {}
        most = MOST_TURNS + self.state.count("Pod") // 10
        before_counting = 2 * self.state.count("Pod")  # every pod has a turn or two, which are not worth counting
        self._read()
        while True:
            # A plain loop: this is asked once for each key that is reconciled.
            for position, queue in enumerate(self._queues):  # noqa: B007
                if queue:
                    break
            else:
                return
            key, _ = queue.popitem(last=False)
            before_counting -= 1
            if before_counting < 0:
                taken = turns[position, key] = turns.get((position, key), 0) + 1
                if taken > most:
                    raise EngineError(f"{self.controllers[position].name} does not come to rest over {'/'.join(key)}")
            self.controllers[position].reconcile(self._desks[position], key)
            self._read(by=position)

    def advance(self, seconds: float) -> None:
        """Let time pass, stopping at each moment at which something falls due."""
        end = self.state.now + seconds
        self.settle()
        while (due := self._timers.next) is not None and due <= end:
            self.state.now = max(self.state.now, due)
            for position, key in self._timers.take(self.state.now):
                self._queues[position][key] = None
            self.settle()
        self.state.now = end
        self.settle()

    def _read(self, by: int | None = None) -> None:
        """Turn what was written since into keys; ``by`` is the controller that wrote it."""
        state, queues = self.state, self._queues
        journal = state.journal
        while self._position < len(journal):
            event = journal[self._position]
            self._position += 1
            for watch, watchers in self._watchers.get(event.kind) or self._watching(event.kind):
                for key in watch(state, event):
                    for position, overlooks in watchers:
                        if not overlooks or position != by:
                            queues[position][key] = None
        if self._position - self._kept > MOST_READ:
            self._position = self._kept = state.forget(self._position)

    def _notice_programs(self) -> None:
        """Programs that were stopped or started leave no object behind; the kubelet looks at their pods."""
        current, pods = pods_with_other_programs(self.state, self._programs)
        self._programs = current
        if pods:
            kubelet = next(i for i, controller in enumerate(self.controllers) if controller.name == "kubelet")
            for key in pods:
                self._queues[kubelet][key] = None
