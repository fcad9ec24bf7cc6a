"""Rules, findings and the incremental memo behind them."""
