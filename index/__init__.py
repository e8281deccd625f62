"""Finding: embeddings, the catalogue, the vector and lexical indexes, and hybrid search."""
