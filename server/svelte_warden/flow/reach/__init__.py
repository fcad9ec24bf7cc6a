"""Who renders whom, and which contexts each component can see: the render tree of a project."""
