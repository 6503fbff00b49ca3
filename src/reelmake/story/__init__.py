"""What people write becomes a script: Fountain in, structure out, every line accounted for."""
