"""Other programs' projects as plain data, REFI-QDA in and out, and what becomes of them in a study."""
