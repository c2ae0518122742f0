"""The wall: who is complained about, accused or recused never receives the case (docs/adr/0110, docs/security/wall.md)."""
