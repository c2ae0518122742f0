"""Campaigns: crackdowns and special rectification by sector."""
