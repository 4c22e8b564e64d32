"""Speed and memory of the product, each figure beside the bare floor measured in the same run."""
