"""The settings of the topic `routing`, with DEBUG switched on."""

from importlib import import_module

_routing = vars(import_module("routing.settings"))
globals().update({name: value for name, value in _routing.items() if name.isupper()})
DEBUG = True
