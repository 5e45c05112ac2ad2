"""The network of entries as a picture and as text for Graphviz."""
