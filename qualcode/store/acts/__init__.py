"""How acts on codings, the codebook, people, documents and memos are performed, each with its inverse."""
