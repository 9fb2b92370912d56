"""The stations of a packet's way, one file each.

A station is a function ``pass_on(ground, flow)`` that gives the flows that go on: the one it
got (changed or not), several with shares where chance decides, or one that has its outcome.
"""
