"""Figures: each indicator defined once, with the query that lists exactly its cases. Reads, never writes."""
