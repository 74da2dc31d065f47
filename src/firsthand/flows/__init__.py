"""What crosses slices: publication, withdrawal, the demonstration."""
