"""The page: a conversation beside its sources, the library, and the gate in front of both."""
