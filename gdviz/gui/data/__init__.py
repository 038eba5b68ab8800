"""The data lab: the samples with the model, the batches, and the numbers of one update."""
