"""The contract between the machine and its plugins; `hum_hub` re-exports all of it."""
