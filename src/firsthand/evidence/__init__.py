"""Evidence: testimony coded, counted and quoted. The words stay sealed; codes are stored; figures are frozen."""
