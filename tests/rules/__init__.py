"""Rule pages as tests: every Markdown page of a rule is a suite. The format is described in README.md."""
