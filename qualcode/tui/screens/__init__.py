"""The screens and dialogs; they hold the study and ask it to act."""
