"""The parts of the screens; they know the model, and say what happened to them in messages."""
