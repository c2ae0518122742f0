"""The leader's board: the matters one leader answers for. Duties of office only; nothing about those who appeal."""
