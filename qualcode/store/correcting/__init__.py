"""A corrected text: what stood on it carried over, former versions, what is left to be settled."""
