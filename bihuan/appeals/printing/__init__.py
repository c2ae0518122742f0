"""The office side of documents: templates edited in Word, texts to reply with, printing in batches."""
