"""What became of a document: from each of its sentences to task, holder, deadline, proof, acceptance, money, escalation.

Here and not in `directives`: money and escalation are kept by `supervision`, which `directives` does not know.
"""
