"""Telling whoever filed what happened: by SMS, by e-mail or on paper, as they wished.

From the journal to `Message` rows (`reading`), from those to words (`wording`), and out by a gateway (`sending`).
"""
