"""State that outlives the request and shows nobody what another user left there."""
