"""Frozen, typed facts: one class per form, filled by whoever owns the case, kept with the paper for ever."""
