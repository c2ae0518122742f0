"""The intake desk: registering what came by letter, visit, call, web or from above, by keyboard."""
