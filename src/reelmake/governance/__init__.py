"""What people decide: signed approvals, canon changes, spending, and what a release requires."""
