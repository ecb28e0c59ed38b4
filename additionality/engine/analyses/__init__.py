"""One module an analysis: facts in, a finding with its working out."""
