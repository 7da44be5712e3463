"""What would give people away in what leaves a study: names, numbers, people few enough to be known, and consent."""
