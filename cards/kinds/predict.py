"""Predict the result: which of these will happen, before it is carried out."""

from cards.kinds.options import kind_of_options

KIND = kind_of_options("predict", "predict", "What will happen?")
