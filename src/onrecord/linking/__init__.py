"""Linking: what holds between the facts of many dispatches, which no dispatch tells alone.

It takes facts, not a store, and gives judgements that say why.
"""
