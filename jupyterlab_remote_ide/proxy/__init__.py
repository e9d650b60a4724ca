"""The room that knows jupyter-server-proxy: every name of that package is told here, and nowhere else."""
