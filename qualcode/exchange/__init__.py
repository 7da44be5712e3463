"""What other programs change and give back: tables of variables, the framework matrix; out and in again."""
