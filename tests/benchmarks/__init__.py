"""Figures anyone can take again: ``make bench``. Ratios within one run; absolute times belong to the machine."""
