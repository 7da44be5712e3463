"""What is done with places found: put in order, shown aligned, coded."""
