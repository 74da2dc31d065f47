"""An invented network that lives through the whole main job, so that anyone can see the product at work.

Nobody and nothing here is real. The generator is seeded: the same seed gives the same people, codes and words, though keys, Refs and
receipts are drawn afresh each time, as they must be. docs/explanation/demonstration.md tells what is generated and how.
"""
