"""By which words a message is understood, one file per question."""
