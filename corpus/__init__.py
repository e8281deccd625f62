"""Reading: files and pages become documents with one stored text, a description and passages."""
