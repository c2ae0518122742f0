"""Pages of the rounds of screening for disputes, by place: found, owner, mediator, agreement, kept or not."""
