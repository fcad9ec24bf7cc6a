"""The abstract interpreter: the state of a run, and what each construct of JavaScript and of Svelte's markup means."""
