"""The desk of evidence: testimonies, batches, figures and quotes."""
