"""Bihuan 闭环: the platform on which a district keeps its word to residents and keeps work safe."""

__version__ = "0.1.0"
