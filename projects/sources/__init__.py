"""Sources of emissions that a cap, a fee or a duty covers already: what is looked up about them."""
