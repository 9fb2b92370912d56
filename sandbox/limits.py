"""The budget of one submission, and the sentence for each way to exceed it."""

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


def too_long(text: str) -> str | None:
    """The message for a text over `INPUT_BYTES` (counted in UTF-8), or None where it is short enough."""
    size = len(text.encode("utf-8", "surrogatepass"))
    return OVER_INPUT.format(size=size, limit=INPUT_BYTES) if size > INPUT_BYTES else None
