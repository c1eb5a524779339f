"""Economic impact of industrial clusters, gross and net, with the probability of meeting targets."""
