"""What can be wrong with a message. A rule looks at a `Meaning` and yields what it found."""
