"""Attachments: kept once by content, recognised by content, served so that no browser runs them."""
