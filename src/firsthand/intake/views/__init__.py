"""Pages of the giver. Nothing is kept between two of them: the answers so far travel in the form itself, never in an address."""
