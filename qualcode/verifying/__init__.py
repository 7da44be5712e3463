"""An appendix read back: whether each quotation and number in it is what was written, and still holds in the study."""
