"""Measurements against peers, run in the same minute on the same machine.

``python -m benchmarks`` prints ratios and writes ``benchmarks/results/latest.json``; with
``--check`` it fails below the floors. Absolute figures swing with the machine's mood: only the
ratios mean something.
"""
