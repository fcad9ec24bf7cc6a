"""When, where and for whom code runs: abstract interpretation of the facts."""
