"""Filing a letter in steps: what each step asks, the sealed draft between them, and what is made of it."""
