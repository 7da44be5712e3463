"""Where passages of a text stand in a corrected one: what both texts share, and a verdict on each passage."""
