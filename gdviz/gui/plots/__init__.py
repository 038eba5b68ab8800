"""The plots over the steps and over the learning rate: the schedule, the loss, the sweeps of rates."""
