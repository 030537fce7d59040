"""The worker's side of tasks: leases, scanning, moving, and what to do when something fails."""
