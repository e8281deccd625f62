"""Fetching what an organisation has published: pages, and the sitemaps and feeds that list them."""
