"""What a study holds, as it is read: texts, queries, passages, memos; plain data out."""
