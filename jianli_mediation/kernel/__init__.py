"""Ground floor: money, Chinese numerals, working days, refusals, the rule book. Standard library only."""
