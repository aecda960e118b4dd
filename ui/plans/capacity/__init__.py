"""The page of capacity and stress: standards, room by aimag, what newcomers would need."""
