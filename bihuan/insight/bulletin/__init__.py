"""The weekly and monthly bulletin, written from the data and ready to be edited; hot matters by topic and place."""
