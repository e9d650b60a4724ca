"""What every benchmark needs: environments, servers, a browser, samples, records."""
