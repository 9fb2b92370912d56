"""The mind map of the whole: what there is to study, as a tree that the content itself makes."""
