"""The budget of one submission and of one playground, and the sentence for each way to exceed it."""

INPUT_BYTES = 256 * 1024
CPU_SECONDS = 2
WALL_SECONDS = 10
MEMORY_BYTES = 256 * 1024 * 1024
VERDICT_BYTES = 16 * 1024 * 1024
ATTEMPTS = 3

OVER_INPUT = "This is {size:,} bytes long; at most {limit:,} bytes (256 KiB) are accepted."
OVER_CPU = "The run was stopped: it used up its 2 seconds of CPU time."
OVER_WALL = "The run was stopped: it had not finished after 10 seconds."
OVER_MEMORY = "The run was stopped: it needed more than its 256 MB of memory."
OVER_VERDICT = "The run was stopped: its results are longer than 16 MB. Submit fewer claims at a time."
OVER_ATTEMPTS = "The run was given up: it was interrupted three times. Submit it once more to try again."
ENGINE_FAULT = "The engine failed on this submission. That is a fault of ours, not of your YAML; it has been logged."

COMMANDS = 500
WAITING_COMMANDS = 50
PLAYGROUND_INPUT_BYTES = 4 * 1024 * 1024
PLAYGROUND_CPU_SECONDS = 10
REPLAY_CPU_SECONDS = 15  # what all commands of a playground take once more, on a machine that may be slower
REPLAY_WALL_SECONDS = 17  # with WALL_SECONDS it stays below CELERY_TASK_TIME_LIMIT
COMPLETION_WALL_SECONDS = 2
OUTPUT_CHARACTERS = 64 * 1024
MOST_SECONDS_BETWEEN = 600  # of virtual time, however long nobody types

OVER_COMMANDS = f"A playground takes {COMMANDS} commands, and this one has had them. Make a new one to go on."
OVER_WAITING = f"{WAITING_COMMANDS} commands wait here to be carried out. Type on when some of them have been."
OVER_PLAYGROUND_INPUT = "All that was typed here is longer than 4 MiB together. Make a new playground to go on."
OVER_PLAYGROUND_CPU = (
    f"The commands of this playground have used up its {PLAYGROUND_CPU_SECONDS} seconds of CPU time. "
    "Make a new one to go on."
)
OVER_REPLAY = "This playground could not be built again from its commands within its time. Make a new one to go on."
CHECKS = 300
OPEN_CHECKS = 5

OVER_CHECKS = f"A lab takes {CHECKS} checks, and this one has had them. Start over to go on."
OVER_OPEN_CHECKS = "Checks of this lab are waiting to be carried out. Check again when they have been."
CHECK_FAULT = "The engine failed on this check. That is a fault of ours, not yours; it has been logged."
COMMAND_FAULT = "The engine failed on this command. That is a fault of ours, not yours; it has been logged."


def too_long(text: str) -> str | None:
    """The message for a text over `INPUT_BYTES` (counted in UTF-8), or None where it is short enough."""
    size = len(text.encode("utf-8", "surrogatepass"))
    return OVER_INPUT.format(size=size, limit=INPUT_BYTES) if size > INPUT_BYTES else None
