"""Projects on disk: versions, configuration, roles of files, module resolution, routes."""
