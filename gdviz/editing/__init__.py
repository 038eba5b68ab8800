"""What an edit means for the experiment, and how runs and pictures are shown: pure values and functions, no Qt."""
