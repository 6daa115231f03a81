"""From a module's tree to its facts: who restores, and how every key is read."""
