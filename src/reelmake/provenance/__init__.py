"""Artifact records, lineage, and the exchange of records between sites."""
