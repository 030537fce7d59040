"""Transfer's side of the storage nodes: enrolment, signs of life, and calls to them."""
