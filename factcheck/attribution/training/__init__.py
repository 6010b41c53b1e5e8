"""Makes the weights that the tagger reads with. Needs PyTorch; nothing that runs on a server imports it."""
