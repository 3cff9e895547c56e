"""What Attain costs, as ratios against baselines measured beside it: `make bench`."""
